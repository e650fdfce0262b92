// What libraries of H5P ask of the page that plays them: paths, other libraries, texts, what a learner had kept.
(() => {
  const H5P = window.H5P;
  H5P.jQuery = window.jQuery;
  H5P.$window = H5P.jQuery(window);
  H5P.instances = [];
  H5P.contentDatas = {};
  H5P.opened = {};
  H5P.isFramed = true;
  H5P.externalEmbed = false;
  H5P.hasiOSiframeScrollFix = false;
  H5P.preventInit = true;
  H5P.contentId = 1; // a package is one content, alone on its origin

  // --- names and paths
  H5P.classFromName = (name) => String(name).replace(/^H5P\./, "").split(".").reduce((at, step) => at?.[step], H5P)
    ?? String(name).split(".").reduce((at, step) => at?.[step], window);
  H5P.libraryFromString = (text) => {
    const found = /^(\S+)[ -](\d+)\.(\d+)$/.exec(text || "");
    return found ? { machineName: found[1], majorVersion: +found[2], minorVersion: +found[3] } : false;
  };
  const whole = (path) => /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(path);
  H5P.getContentPath = () => `${H5P.home}/content`;
  H5P.getPath = (path, _contentId) => (whole(path) ? path : `${H5P.getContentPath()}/${path}`);
  H5P.getLibraryPath = (name) => `${H5P.home}/${H5P.folders[String(name).replace(" ", "-")] ?? name}`;
  H5P.getCrossOrigin = () => null; // everything lies on this origin
  H5P.setSource = (element, source, contentId) => {
    const path = typeof source === "string" ? source : source?.path;
    if (path) element.src = H5P.getPath(path, contentId);
  };
  H5P.jsLoaded = (path) => H5PIntegration.loadedJs.includes(path);
  H5P.cssLoaded = (path) => H5PIntegration.loadedCss.includes(path);
  H5P.getHeadTags = () => "";

  // --- small things
  H5P.trim = (text) => String(text ?? "").trim();
  H5P.createUUID = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  H5P.shuffleArray = (array) => {
    if (!Array.isArray(array)) return undefined;
    for (let last = array.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1));
      [array[last], array[other]] = [array[other], array[last]];
    }
    return array;
  };
  H5P.cloneObject = (object, deep) => {
    const copy = Array.isArray(object) ? [] : {};
    for (const key of Object.keys(object ?? {})) {
      const value = object[key];
      copy[key] = deep && value && typeof value === "object" ? H5P.cloneObject(value, deep) : value;
    }
    return copy;
  };
  H5P.createTitle = (raw, most = 60) => {
    const text = new DOMParser().parseFromString(String(raw ?? ""), "text/html").body.textContent.trim();
    return text.length > most ? `${text.slice(0, most - 3)}...` : text;
  };
  H5P.t = (key, values, namespace = "H5P") => {
    const text = H5PIntegration.l10n[namespace]?.[key];
    if (text === undefined) return `[Missing translation "${key}"]`;
    return Object.entries(values || {}).reduce((said, [name, value]) => said.replaceAll(name, value), text);
  };
  H5P.isEmpty = (value) => value === undefined || value === null || value === "" || value.length === 0;
  H5P.addQueryParameter = (path, parameter) => {
    const [address, anchor] = path.split("#");
    return `${address}${address.includes("?") ? "&" : "?"}${parameter}${anchor === undefined ? "" : `#${anchor}`}`;
  };

  // --- libraries within libraries
  // Libraries ask already while they are constructed whether they are the whole content, and where their files lie.
  const run = new WeakMap(); // instance -> {root, info}
  let building = null;
  const about = (instance) => run.get(instance) ?? building ?? { root: !instance.parent, info: instance.libraryInfo };
  const given = {
    isRoot() { return about(this).root; },
    getLibraryFilePath(path) { return `${H5P.getLibraryPath(about(this).info.versionedNameNoSpaces)}/${path}`; },
  };
  function construct(Runnable, params, contentId, more, told) {
    for (const [name, method] of Object.entries(given)) {
      if (!(name in Runnable.prototype)) Runnable.prototype[name] = method;
    }
    const outer = building;
    building = told;
    try {
      const instance = new Runnable(params, contentId, more);
      for (const [name, method] of Object.entries(given)) instance[name] ??= method; // one that returns another object
      run.set(instance, told);
      return instance;
    } finally {
      building = outer;
    }
  }

  H5P.newRunnable = (library, contentId, $attachTo, skipResize, extras) => {
    const named = H5P.libraryFromString(library?.library);
    const Runnable = named ? H5P.classFromName(named.machineName) : undefined;
    if (typeof Runnable !== "function" || typeof library.params !== "object" || library.params === null) {
      H5P.error(new Error(`H5P: ${library?.library ?? "?"} cannot be run`));
      return undefined;
    }
    const more = { ...extras };
    if (library.subContentId) more.subContentId = library.subContentId;
    if (library.userDatas?.state !== undefined) more.previousState = library.userDatas.state;
    if (library.metadata) more.metadata = library.metadata;
    const info = {
      versionedName: library.library, versionedNameNoSpaces: `${named.machineName}-${named.majorVersion}.${named.minorVersion}`,
      machineName: named.machineName, majorVersion: named.majorVersion, minorVersion: named.minorVersion,
    };
    const instance = construct(Runnable, library.params, contentId, more, { root: more.standalone === true, info });
    if (instance.$ === undefined) instance.$ = H5P.jQuery(instance);
    instance.contentId ??= contentId;
    if (library.subContentId) instance.subContentId ??= library.subContentId;
    if (more.parent) instance.parent ??= more.parent;
    instance.libraryInfo ??= info;
    if (!$attachTo) return instance;
    if (more.standalone) $attachTo.addClass("h5p-standalone");
    instance.attach($attachTo);
    H5P.trigger(instance, "domChanged", { $target: $attachTo, library: named.machineName, key: "newLibrary" },
      { bubbles: true, external: true });
    if (!skipResize) H5P.trigger(instance, "resize");
    return instance;
  };

  // --- what is kept for a learner: {sub content: {name: text}}; start.js sends it when it changed
  const keptOf = (sub) => (H5P.kept[sub || 0] ??= {});
  H5P.getUserData = (contentId, name, done, sub) => {
    const text = H5P.kept[sub || 0]?.[name];
    let data;
    try {
      data = text === undefined ? undefined : JSON.parse(text);
    } catch (error) {
      queueMicrotask(() => done(error));
      return;
    }
    queueMicrotask(() => done(undefined, data));
  };
  H5P.setUserData = (contentId, name, data, extras) => {
    const text = JSON.stringify(data), kept = keptOf(extras?.subContentId);
    if (text === undefined || kept[name] === text) return;
    kept[name] = text;
    H5P.keptChanged = true;
  };
  H5P.deleteUserData = (contentId, name, sub) => {
    if (H5P.kept[sub || 0]?.[name] === undefined) return;
    delete H5P.kept[sub || 0][name];
    H5P.keptChanged = true;
  };

  // --- of the editor, of embedding and of the hub: nothing to do here
  H5P.init = H5P.setClipboard = H5P.resizeIframe = () => {};
  H5P.openReuseDialog = H5P.openEmbedDialog = H5P.openCopyrightDialog = () => {};
  H5P.getClipboard = () => null;
  H5P.communicator = { on() {}, send() {} };

  // --- rights: libraries build these when asked; ours are shown beside the exercise
  H5P.DefinitionList = function () { this.fields = []; };
  H5P.DefinitionList.prototype.add = function (field) { this.fields.push(field); };
  H5P.Field = function (label, value) { this.getLabel = () => label; this.getValue = () => value; };
  H5P.Thumbnail = function (source, width, height) { Object.assign(this, { source, width, height }); };
  H5P.MediaCopyright = function (copyright, labels, order, extras) {
    this.told = { ...copyright, ...extras };
    this.setThumbnail = (picture) => { this.thumbnail = picture; };
    this.undisclosed = () => !Object.keys(this.told).length;
  };
  H5P.ContentCopyrights = function () {
    this.media = [];
    this.content = [];
    this.setLabel = (label) => { this.label = label; };
    this.addMedia = (media) => { if (media) this.media.push(media); };
    this.addMediaInFront = (media) => { if (media) this.media.unshift(media); };
    this.addContent = (content) => { if (content) this.content.push(content); };
  };
  H5P.getCopyrights = () => undefined;
  H5P.findCopyrights = H5P.buildMetadataCopyrights = () => undefined;
})();
