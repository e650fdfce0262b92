// An item of ours in qti3-item-player (MIT, certified by 1EdTech): shows it, chooses as told, ends the attempt.
window.play = ({ item, chosen }) =>
  new Promise((resolve, reject) => {
    const settle = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    const values = (list) => Object.fromEntries(list.map((one) => [one.identifier, one.value]));
    let player;
    const told = {};
    const answer = async () => {
      const choices = [...app.$el.querySelectorAll("[role=radio], [role=checkbox]")];
      const words = (choice) => choice.querySelector(".qti-choice-description").innerText.trim();
      told.prompt = app.$el.querySelector(".qti-prompt").innerText;
      told.roles = [...new Set(choices.map((one) => one.getAttribute("role")))];
      told.choices = choices.map(words).sort();
      for (const choice of choices.filter((one) => chosen.includes(words(one)))) {
        choice.click();
        await settle();
      }
      player.endAttempt("end");
    };
    const app = new window.Vue({
      render: (h) =>
        h(window.qti3Player, {
          props: { suppressAlertMessages: true, suppressInvalidResponseMessages: true },
          on: {
            notifyQti3PlayerReady: (ready) => {
              player = ready;
              player.loadItemFromXml(item, { guid: "one", status: "interacting" });
            },
            notifyQti3ItemReady: () => settle().then(answer).catch(reject),
            notifyQti3EndAttemptCompleted: ({ state }) => {
              app.$destroy();
              app.$el.remove();
              resolve({
                ...told,
                response: values(state.responseVariables).RESPONSE,
                score: values(state.outcomeVariables).SCORE,
              });
            },
          },
        }),
    }).$mount(document.body.appendChild(document.createElement("div")));
  });
