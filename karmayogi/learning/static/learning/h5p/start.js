// Starts the exercise and speaks with the page that embeds us. Runs on the package's own origin; nothing else crosses:
// what to load comes in, statements, what is to be kept and our height go out.
(() => {
  const parents = document.body.dataset.parents.split(" ");
  const box = document.querySelector(".h5p-container");
  let home = "", instance = null, height = 0;
  const tell = (message) => { if (home) parent.postMessage(message, home); };

  function fault(error) {
    H5P.error(error);
    tell({ type: "fault", text: String(error?.message ?? error).slice(0, 300) });
  }

  function load(path, tag, fields) {
    return new Promise((done, failed) => {
      const element = Object.assign(document.createElement(tag), fields);
      element.addEventListener("load", done);
      element.addEventListener("error", () => failed(new Error(`H5P: ${path} was not loaded`)));
      document.head.append(element);
    });
  }

  // A path of the package, each step written so that "#", "?" and "%" in a name stay a part of it.
  const address = (path) => `${H5P.home}/${path.split("/").map(encodeURIComponent).join("/")}`;

  function measured() {
    const now = Math.ceil(document.getElementById("h5p").getBoundingClientRect().height);
    if (now === height || document.fullscreenElement) return;
    height = now;
    tell({ type: "height", height });
  }

  function keep() {
    if (!instance) return;
    if (typeof instance.getCurrentState === "function") {
      try {
        const state = instance.getCurrentState();
        if (state !== undefined) H5P.setUserData(H5P.contentId, "state", state);
      } catch (error) {
        H5P.error(error);
      }
    }
    if (!H5P.keptChanged) return;
    H5P.keptChanged = false;
    tell({ type: "state", state: JSON.stringify(H5P.kept) });
  }

  function remembered(text) {
    try {
      const found = JSON.parse(text || "{}");
      return found && typeof found === "object" && !Array.isArray(found) ? found : {};
    } catch {
      return {}; // somebody wrote it who is not us: begin anew
    }
  }

  async function start(seed) {
    const plan = seed.plan;
    H5P.home = new URL(".", location.href).href.replace(/\/$/, "");
    H5P.folders = plan.folders;
    H5P.kept = remembered(seed.state);
    H5P.contentTitle = plan.title;
    const data = Object.entries(H5P.kept).reduce((all, [sub, kept]) => ({ ...all, [sub]: kept }), {});
    window.H5PIntegration = {
      baseUrl: location.origin, url: H5P.home, siteUrl: seed.site, user: { name: seed.learner }, saveFreq: 10,
      postUserStatistics: false, ajaxPath: "", ajax: { setFinished: "", contentUserData: "" }, hubIsEnabled: false,
      reportingIsEnabled: false, core: { scripts: [], styles: [] }, loadedJs: plan.scripts, loadedCss: plan.styles,
      libraryUrl: H5P.home, l10n: { H5P: seed.l10n },
      contents: {
        [`cid-${H5P.contentId}`]: {
          library: plan.main, title: plan.title, metadata: { title: plan.title, defaultLanguage: plan.language },
          url: seed.activity, fullScreen: plan.fullscreen ? "1" : "0", contentUserData: data, resizeCode: "", embedCode: "",
          displayOptions: { frame: false, export: false, embed: false, copyright: false, icon: false }, exportUrl: "",
        },
      },
    };
    document.documentElement.lang = plan.language && plan.language !== "und" ? plan.language : "en";
    await Promise.all(plan.styles.map((path) => load(path, "link", { rel: "stylesheet", href: address(path) })));
    // Not async: fetched side by side, run in this order.
    await Promise.all(plan.scripts.map((path) => load(path, "script", { src: address(path), async: false })));
    const answer = await fetch(`${H5P.home}/content/content.json`);
    if (!answer.ok) throw new Error("H5P: content.json was not loaded");
    const params = await answer.json();
    H5PIntegration.contents[`cid-${H5P.contentId}`].jsonContent = JSON.stringify(params);

    let ended = false; // the whole has said by a statement what came of it
    H5P.externalDispatcher.on("xAPI", (event) => {
      const { object, result } = event.data.statement;
      ended ||= object?.id === seed.activity && result?.completion === true;
      tell({ type: "statement", statement: JSON.parse(JSON.stringify(event.data.statement)) });
      setTimeout(keep, 300);
    });
    // What libraries say instead that are older than statements. One that does both has said it already.
    H5P.setFinished = (_contentId, score, maxScore) => {
      if (ended) return;
      const of = instance ?? { contentId: H5P.contentId };
      const event = H5P.EventDispatcher.prototype.createXAPIEventTemplate.call(of, "completed");
      of.activityStartTime ??= H5P.opened[H5P.contentId].getTime();
      event.setScoredResult(Number(score) || 0, Number(maxScore) || 0, of, true);
      H5P.EventDispatcher.prototype.trigger.call(of, event);
      ended = false; // it may be done again
    };
    const had = H5P.kept[0]?.state;
    const extras = { metadata: { title: plan.title, defaultLanguage: plan.language }, standalone: true };
    if (had !== undefined) extras.previousState = JSON.parse(had);
    H5P.$body = H5P.jQuery(document.body);
    const $box = H5P.jQuery(box);
    H5P.opened[H5P.contentId] = new Date();
    instance = H5P.newRunnable({ library: plan.main, params }, H5P.contentId, $box, true, extras);
    if (!instance) throw new Error(`H5P: ${plan.main} cannot be run`);
    H5P.instances.push(instance);
    if (typeof instance.on === "function") {
      instance.on("resize", () => requestAnimationFrame(measured));
      instance.on("finishedLoading", () => H5P.trigger(instance, "resize"));
    }
    if (plan.fullscreen && H5P.fullscreenSupported) {
      const wide = document.getElementById("wide");
      wide.textContent = H5P.t("fullscreen");
      wide.hidden = false;
      wide.addEventListener("click", () => H5P.fullScreen($box, instance));
    }
    addEventListener("resize", () => H5P.trigger(instance, "resize"));
    new ResizeObserver(measured).observe(document.getElementById("h5p"));
    H5P.trigger(instance, "resize");
    const most = typeof instance.getMaxScore === "function" ? Number(instance.getMaxScore()) : 0;
    tell({ type: "started", scored: most > 0 });
    setInterval(keep, H5PIntegration.saveFreq * 1000);
    addEventListener("pagehide", keep);
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  }

  addEventListener("message", (event) => {
    if (event.source !== parent || !parents.includes(event.origin) || home || event.data?.type !== "start") return;
    home = event.origin;
    start(event.data.seed).catch(fault);
  });
  for (const origin of parents) parent.postMessage({ type: "ready" }, origin);
})();
