/* SCORM 1.2 run-time: finds the API as the standard says and hides its manners. No cookies, no storage. */
(function () {
  "use strict";

  var api = null;
  var open = false;
  var began = Date.now();

  /* The LMS puts "API" on a parent frame or on the window that opened us; a bridge may put it on this window. */
  function search(start) {
    var win = start;
    for (var tries = 0; win && tries < 500; tries += 1) {
      try {
        if (win.API) return win.API;
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
    var value = api.LMSGetValue(name);
    return value === null || value === undefined ? "" : String(value);
  }

  function set(name, value) {
    return open && String(api.LMSSetValue(name, String(value))) === "true";
  }

  function sessionTime() {
    var left = Math.round((Date.now() - began) / 10); /* hundredths of a second */
    var pad = function (number, digits) { return ("0000" + number).slice(-digits); };
    var hours = Math.min(9999, Math.floor(left / 360000));
    return pad(hours, 4) + ":" + pad(Math.floor(left / 6000) % 60, 2) + ":" + pad(Math.floor(left / 100) % 60, 2) + "." + pad(left % 100, 2);
  }

  window.Scorm = {
    /* Calls ready(connected) once values can be read. A bridge across origins answers from a cache that is empty for
       some milliseconds after LMSInitialize; cmi.core.lesson_status is never empty in SCORM 1.2, so wait for it. */
    start: function (ready) {
      api = find();
      open = !!api && String(api.LMSInitialize("")) === "true";
      if (!open) { ready(false); return; }
      var tries = 0;
      (function look() {
        if (get("cmi.core.lesson_status") !== "" || tries >= 30) {
          ["cmi.core.lesson_location", "cmi.suspend_data", "cmi.core.score.raw", "cmi.student_preference.language", "cmi.interactions._count"].forEach(get);
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
    now: function () {
      var at = new Date();
      return [at.getHours(), at.getMinutes(), at.getSeconds()].map(function (n) { return ("0" + n).slice(-2); }).join(":");
    },
    commit: function () {
      if (!open) return;
      set("cmi.core.session_time", sessionTime());
      api.LMSCommit("");
    },
    finish: function (exit) {
      if (!open) return;
      set("cmi.core.exit", exit);
      set("cmi.core.session_time", sessionTime());
      api.LMSCommit("");
      open = false;
      api.LMSFinish("");
    }
  };
})();
