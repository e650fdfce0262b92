/* SCORM 2004 run-time: finds the API as the standard says and hides its manners. No cookies, no storage. */
(function () {
  "use strict";

  var api = null;
  var open = false;
  var began = Date.now();

  /* The LMS puts "API_1484_11" on a parent frame or on the window that opened us; a bridge may put it on this window. */
  function search(start) {
    var win = start;
    for (var tries = 0; win && tries < 500; tries += 1) {
      try {
        if (win.API_1484_11) return win.API_1484_11;
        if (win.parent === win) return null;
        win = win.parent;
      } catch (_) {
        return null; /* another origin: the standard stops here */
      }
    }
    return null;
  }

  function find() {
    var found = search(window);
    if (!found) {
      try {
        if (window.top.opener) found = search(window.top.opener);
      } catch (_) { /* another origin */ }
    }
    if (!found) {
      try {
        if (window.opener) found = search(window.opener);
      } catch (_) { /* another origin */ }
    }
    return found;
  }

  function get(name) {
    if (!open) return "";
    var value = api.GetValue(name);
    return value === null || value === undefined ? "" : String(value);
  }

  function set(name, value) {
    return open && String(api.SetValue(name, String(value))) === "true";
  }

  /* ISO 8601 duration of this session so far */
  function sessionTime() {
    var seconds = Math.round((Date.now() - began) / 10) / 100;
    return "PT" + Math.floor(seconds / 3600) + "H" + (Math.floor(seconds / 60) % 60) + "M" + (seconds % 60).toFixed(2) + "S";
  }

  window.Scorm = {
    /* Calls ready(connected) once values can be read. A bridge across origins answers from a cache that is empty for
       some milliseconds after Initialize; cmi.completion_status is never empty in SCORM 2004, so wait for it. */
    start: function (ready) {
      api = find();
      open = !!api && String(api.Initialize("")) === "true";
      if (!open) { ready(false); return; }
      var tries = 0;
      (function look() {
        if (get("cmi.completion_status") !== "" || tries >= 30) {
          ["cmi.location", "cmi.suspend_data", "cmi.score.scaled", "cmi.success_status", "cmi.scaled_passing_score", "cmi.learner_preference.language", "cmi.interactions._count"].forEach(get);
          if (tries === 0) ready(true);
          else window.setTimeout(function () { ready(true); }, 150);
          return;
        }
        tries += 1;
        window.setTimeout(look, 100);
      })();
    },
    get: get,
    set: set,
    /* a time zone is allowed only after a fraction of a second */
    now: function () { return new Date().toISOString().slice(0, 22) + "Z"; },
    commit: function () {
      if (!open) return;
      set("cmi.session_time", sessionTime());
      api.Commit("");
    },
    finish: function (exit) {
      if (!open) return;
      set("cmi.exit", exit);
      set("cmi.session_time", sessionTime());
      api.Commit("");
      open = false;
      api.Terminate("");
    }
  };
})();
