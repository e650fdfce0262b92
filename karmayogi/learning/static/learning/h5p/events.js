// The events of H5P: what its public interface asks of Event, EventDispatcher, XAPIEvent and ContentType. Our own work.
window.H5P = window.H5P || {};
(() => {
  const H5P = window.H5P;

  // Plain functions, since libraries call them as constructors of their own objects: H5P.EventDispatcher.call(this).
  H5P.Event = function (type, data, extras) {
    this.type = type;
    this.data = data;
    let bubbles = Boolean(extras?.bubbles), outside = Boolean(extras?.external);
    this.getBubbles = () => bubbles;
    this.preventBubbling = () => { bubbles = false; };
    // True once: whoever triggers it first takes it outside.
    this.scheduleForExternal = () => { const first = outside; outside = false; return first; };
  };

  const heard = new WeakMap(); // object -> type -> listeners
  const ofType = (owner, type) => {
    if (!heard.has(owner)) heard.set(owner, new Map());
    const types = heard.get(owner);
    if (!types.has(type)) types.set(type, []);
    return types.get(type);
  };

  const methods = {
    on(type, listener, thisArg) {
      if (typeof listener !== "function") throw new TypeError("H5P: a listener is a function");
      ofType(this, type).push({ listener, thisArg, once: false });
    },
    once(type, listener, thisArg) {
      if (typeof listener !== "function") throw new TypeError("H5P: a listener is a function");
      ofType(this, type).push({ listener, thisArg, once: true });
    },
    off(type, listener) {
      const all = ofType(this, type);
      const left = listener === undefined ? [] : all.filter((one) => one.listener !== listener);
      heard.get(this).set(type, left);
    },
    trigger(event, data, extras) {
      if (event === undefined) return;
      if (typeof event === "string" || event instanceof String) event = new H5P.Event(String(event), data, extras);
      else if (data !== undefined) event.data = data;
      const outside = event.scheduleForExternal();
      for (const type of [event.type, "*"]) {
        for (const one of [...ofType(this, type)]) {
          if (one.once) methods.off.call(this, type, one.listener);
          try {
            one.listener.call(one.thisArg || this, event);
          } catch (error) {
            H5P.error(error); // the others still hear it
          }
        }
      }
      if (event.getBubbles() && typeof this.parent?.trigger === "function") this.parent.trigger(event);
      if (outside) H5P.externalDispatcher.trigger(event);
    },
  };

  H5P.EventDispatcher = function () {
    for (const [name, method] of Object.entries(methods)) {
      if (typeof this[name] !== "function") this[name] = method;
    }
  };
  Object.assign(H5P.EventDispatcher.prototype, methods);
  H5P.error = (error) => console.error(error);
  H5P.externalDispatcher = new H5P.EventDispatcher();
  H5P.on = (instance, type, handler) => {
    if (typeof instance.on === "function") instance.on(type, handler);
    else if (instance.$) instance.$.on(type, handler);
  };
  H5P.trigger = (instance, type, data, extras) => {
    if (typeof instance.trigger === "function") instance.trigger(type, data, extras);
    else if (instance.$?.trigger) instance.$.trigger(type);
  };

  // A base for libraries: class Mine extends H5P.ContentType(true). Every library that is run has its methods.
  H5P.ContentType = (isRoot) => class extends H5P.EventDispatcher {
    isRoot() { return isRoot === true || !this.parent; }
    getLibraryFilePath(path) { return `${H5P.getLibraryPath(this.libraryInfo.versionedNameNoSpaces)}/${path}`; }
  };

  // Statements, in the words of the public page "Working with xAPI statements".
  const VERBS = "http://adlnet.gov/expapi/verbs/";
  H5P.XAPIEvent = function () {
    H5P.Event.call(this, "xAPI", { statement: {} }, { bubbles: true, external: true });
  };
  H5P.XAPIEvent.prototype = Object.create(H5P.Event.prototype);
  H5P.XAPIEvent.prototype.constructor = H5P.XAPIEvent;
  H5P.XAPIEvent.allowedXAPIVerbs = [
    "answered", "asked", "attempted", "attended", "commented", "completed", "exited", "experienced", "failed", "imported",
    "initialized", "interacted", "launched", "mastered", "passed", "preferred", "progressed", "registered", "responded",
    "resumed", "scored", "shared", "suspended", "terminated", "voided", "downloaded", "copied", "accessed-reuse",
    "accessed-embed", "accessed-copyright",
  ];

  Object.assign(H5P.XAPIEvent.prototype, {
    setScoredResult(score, maxScore, instance, completion, success) {
      const result = { score: { min: 0, raw: score, max: maxScore } };
      result.score.scaled = maxScore > 0 ? Math.round((score / maxScore) * 10000) / 10000 : 0;
      result.completion = completion === undefined ? ["completed", "answered"].includes(this.getVerb()) : completion;
      if (success !== undefined) result.success = success;
      if (instance?.activityStartTime) {
        result.duration = `PT${Math.round((Date.now() - instance.activityStartTime) / 10) / 100}S`;
      }
      this.data.statement.result = result;
    },
    setVerb(verb) {
      if (verb && typeof verb === "object") this.data.statement.verb = verb;
      else if (H5P.XAPIEvent.allowedXAPIVerbs.includes(verb)) {
        this.data.statement.verb = { id: VERBS + verb, display: { "en-US": verb } };
      }
    },
    getVerb(full) {
      const id = this.data.statement.verb?.id;
      if (!id) return null;
      return full ? id : id.split("/").pop();
    },
    setObject(instance) {
      if (!instance?.contentId) return;
      const definition = { extensions: { "http://h5p.org/x-api/h5p-local-content-id": instance.contentId } };
      const title = instance.subContentId ? instance.getTitle?.() : H5P.contentTitle;
      if (instance.subContentId) definition.extensions["http://h5p.org/x-api/h5p-subContentId"] = instance.subContentId;
      if (title) definition.name = { "en-US": H5P.createTitle(title) };
      this.data.statement.object = { id: this.getContentXAPIId(instance), objectType: "Activity", definition };
    },
    setContext(instance) {
      const activities = {}, above = instance?.parent;
      if (above && (above.contentId || above.subContentId)) {
        activities.parent = [{ id: this.getContentXAPIId(above), objectType: "Activity" }];
      }
      if (instance?.libraryInfo) {
        const id = `http://h5p.org/libraries/${instance.libraryInfo.versionedNameNoSpaces}`;
        activities.category = [{ id, objectType: "Activity" }];
      }
      if (Object.keys(activities).length) this.data.statement.context = { contextActivities: activities };
    },
    setActor() {
      // Who it is stays on our own page; the package knows a number only.
      this.data.statement.actor = {
        objectType: "Agent", account: { name: H5PIntegration.user.name, homePage: H5PIntegration.siteUrl },
      };
    },
    getContentXAPIId(instance) {
      const id = instance.contentId ?? H5P.contentId;
      const url = H5PIntegration.contents[`cid-${id}`]?.url;
      return url && instance.subContentId ? `${url}?subContentId=${instance.subContentId}` : url;
    },
    getVerifiedStatementValue(keys) {
      return keys.reduce((value, key) => value?.[key] ?? null, this.data.statement);
    },
    getScore() { return this.getVerifiedStatementValue(["result", "score", "raw"]); },
    getMaxScore() { return this.getVerifiedStatementValue(["result", "score", "max"]); },
    isFromChild() {
      const above = this.getVerifiedStatementValue(["context", "contextActivities", "parent", 0, "id"]);
      return !above || !above.includes("subContentId");
    },
  });

  Object.assign(H5P.EventDispatcher.prototype, {
    createXAPIEventTemplate(verb, extra) {
      const event = new H5P.XAPIEvent();
      event.setActor();
      event.setVerb(verb);
      Object.assign(event.data.statement, extra);
      if (!event.data.statement.object) event.setObject(this);
      if (!event.data.statement.context) event.setContext(this);
      return event;
    },
    triggerXAPI(verb, extra) { this.trigger(this.createXAPIEventTemplate(verb, extra)); },
    triggerXAPIScored(score, maxScore, verb, completion, success) {
      const event = this.createXAPIEventTemplate(verb);
      event.setScoredResult(score, maxScore, this, completion, success);
      this.trigger(event);
    },
    triggerXAPICompleted(score, maxScore, success) {
      this.triggerXAPIScored(score, maxScore, "completed", true, success);
    },
    setActivityStarted() {
      if (this.activityStartTime !== undefined) return;
      if (this.contentId !== undefined) this.triggerXAPI("attempted");
      this.activityStartTime = Date.now();
    },
  });
})();
