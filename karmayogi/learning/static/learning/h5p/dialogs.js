// Dialogs, tooltips, short messages and the full screen that libraries of H5P ask for.
(() => {
  const H5P = window.H5P;
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const button = (className, text, act) => {
    const element = make("button", className, text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };
  // Texts of a content may hold tags of their own (emphasis); they run here and nowhere else.
  const marked = (element, html) => { element.innerHTML = html ?? ""; return element; };

  // The browser's own modal: focus stays inside and comes back, Escape leaves it.
  H5P.ConfirmationDialog = class extends H5P.EventDispatcher {
    constructor(options = {}) {
      super();
      const dialog = make("dialog", "h5p-confirmation-dialog-popup");
      for (const name of options.classes || []) dialog.classList.add(name);
      const header = make("h2", "h5p-confirmation-dialog-header");
      header.id = `h5p-dialog-${H5P.createUUID()}`;
      dialog.setAttribute("aria-labelledby", header.id);
      dialog.append(marked(header, options.headerText ?? H5P.t("confirmDialogHeader")));
      dialog.append(marked(make("div", "h5p-confirmation-dialog-text"), options.dialogText ?? H5P.t("confirmDialogBody")));
      const row = make("div", "h5p-confirmation-dialog-buttons");
      const say = (event) => { this.hide(); this.trigger(event); };
      if (!options.hideCancel) {
        row.append(button("h5p-core-cancel-button", options.cancelText ?? H5P.t("cancelLabel"), () => say("canceled")));
      }
      const yes = options.confirmText ?? H5P.t("confirmLabel");
      row.append(button("h5p-core-button h5p-confirmation-dialog-confirm-button", yes, () => say("confirmed")));
      dialog.append(row);
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        if (!options.hideCancel) say("canceled");
      });
      this.dialog = dialog;
    }
    appendTo(wrapper) { this.wrapper = wrapper; return this; }
    show() {
      (this.wrapper?.isConnected ? this.wrapper : document.body).append(this.dialog);
      if (!this.dialog.open) this.dialog.showModal();
      return this;
    }
    hide() {
      if (this.dialog.open) this.dialog.close();
      this.dialog.remove();
      return this;
    }
    getElement() { return this.dialog; }
    getPreviouslyFocused() { return null; }
    setOffset() {}
    setViewPortMinimumHeight() {}
  };

  H5P.Dialog = function (name, title, content, $element) {
    const dialog = make("dialog", `h5p-popup-dialog h5p-${name}-dialog`), inner = make("div", "h5p-scroll-content");
    dialog.append(make("h2", "", title), marked(inner, content));
    const heard = new H5P.EventDispatcher();
    dialog.append(button("h5p-core-button h5p-close", H5P.t("close"), () => this.close()));
    this.on = (type, listener) => heard.on(type, listener);
    this.getElement = () => H5P.jQuery(dialog);
    this.open = () => {
      ($element?.[0] ?? document.body).append(dialog);
      dialog.showModal();
      heard.trigger("dialog-opened");
    };
    this.close = () => { dialog.close(); dialog.remove(); heard.trigger("dialog-closed"); };
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.close(); });
  };

  H5P.Tooltip = function (element, options = {}) {
    if (!element) return;
    const tip = make("div", `h5p-tooltip ${(options.classes || []).join(" ")}`);
    tip.setAttribute("role", "tooltip");
    tip.setAttribute("aria-hidden", options.ariaHidden === false ? "false" : "true");
    let fixed = options.text;
    const show = () => {
      tip.textContent = fixed ?? element.getAttribute("aria-label") ?? "";
      if (!tip.textContent) return;
      document.body.append(tip);
      const place = element.getBoundingClientRect(), own = tip.getBoundingClientRect();
      const above = place.top - own.height - 6;
      tip.style.top = `${above > 0 && options.position !== "bottom" ? above : place.bottom + 6}px`;
      const left = place.left + (place.width - own.width) / 2;
      tip.style.left = `${Math.max(4, Math.min(left, innerWidth - own.width - 4))}px`;
    };
    const hide = () => tip.remove();
    for (const type of ["mouseenter", "focusin"]) element.addEventListener(type, show);
    for (const type of ["mouseleave", "focusout", "click"]) element.addEventListener(type, hide);
    element.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    this.setText = (text) => { fixed = text; };
    this.hide = hide;
    this.remove = hide;
    this.getElement = () => tip;
    this.getBoundingClientRect = () => tip.getBoundingClientRect();
  };

  H5P.attachToastTo = (element, message, config = {}) => {
    const toast = make("div", "h5p-toast", String(message ?? ""));
    toast.setAttribute("role", "status");
    document.body.append(toast);
    const place = (element ?? document.body).getBoundingClientRect();
    toast.style.top = `${Math.max(4, place.bottom + 4)}px`;
    toast.style.left = `${Math.max(4, place.left)}px`;
    setTimeout(() => toast.remove(), config.duration ?? 3000);
  };

  // --- full screen
  H5P.fullscreenSupported = H5P.canHasFullScreen = Boolean(document.fullscreenEnabled);
  H5P.fullScreenBrowserPrefix = H5P.fullscreenSupported ? "" : undefined;
  H5P.isFullscreen = false;
  H5P.exitFullScreen = () => { if (document.fullscreenElement) document.exitFullscreen(); };
  H5P.fullScreen = ($element, instance, left, _body, semi) => {
    if (H5P.isFullscreen) {
      H5P.exitFullScreen();
      return;
    }
    if (semi || !H5P.fullscreenSupported) return;
    const element = $element[0] ?? $element;
    const changed = () => {
      const inside = document.fullscreenElement === element;
      H5P.isFullscreen = inside;
      element.classList.toggle("h5p-fullscreen", inside);
      H5P.trigger(instance, inside ? "enterFullScreen" : "exitFullScreen");
      if (!inside) {
        document.removeEventListener("fullscreenchange", changed);
        left?.();
      }
      requestAnimationFrame(() => { H5P.trigger(instance, "resize"); H5P.trigger(instance, "focus"); });
    };
    document.addEventListener("fullscreenchange", changed);
    element.requestFullscreen().catch((error) => {
      document.removeEventListener("fullscreenchange", changed);
      H5P.error(error);
    });
  };
  H5P.fullScreenIframe = H5P.semiFullScreen = H5P.fullScreen;
})();
