// Shows the time that the server gave. The server alone decides; without this file the page says when the time ends.
(() => {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const left = document.querySelector("#clock-left bdi"), said = document.getElementById("clock-said");
  const finish = document.getElementById("finish");
  const end = Date.now() + 1000 * clock.dataset.seconds;
  let before = Infinity;
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.classList.toggle("short", seconds <= 60);
    if (seconds <= 300 && before > 300 && before !== Infinity) said.textContent = clock.dataset.five;
    if (seconds <= 60 && before > 60 && before !== Infinity) said.textContent = clock.dataset.one;
    before = seconds;
    if (seconds > 0) return;
    clearInterval(timer);
    // Sends what is chosen on this page along; a few seconds of grace on the server cover the way.
    finish.form.requestSubmit(finish);
  };
  const timer = setInterval(tick, 1000);
  tick();
})();
