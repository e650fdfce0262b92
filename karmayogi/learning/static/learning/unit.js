// Our side of a unit in a frame: when it says that it was left, we go back. Only exactly that frame and origin count.
(() => {
  const stage = document.getElementById("package"), frame = stage?.querySelector("iframe");
  if (!frame) return;
  addEventListener("message", (event) => {
    if (event.origin !== stage.dataset.origin || event.source !== frame.contentWindow) return;
    if (event.data && event.data.type === "left") location.assign(stage.dataset.back);
  });
  // Only now: the frame must not speak before somebody listens.
  frame.src = stage.dataset.src;
})();
