"""A small content type of our own, in two libraries, as an H5P file: what its interface promises is asked of it."""

import json

from tests.learning.foreign import Files, zipped

ASK = """
H5P.KyAsk = (function ($, Button) {
  function KyAsk(params, contentId, extras) {
    H5P.EventDispatcher.call(this);
    const self = this;
    let chosen = (extras.previousState || {}).chosen || "";
    this.getTitle = () => params.question;
    this.getScore = () => (chosen === params.right ? 1 : 0);
    this.getMaxScore = () => 1;
    this.getCurrentState = () => ({ chosen });
    this.attach = ($container) => {
      self.setActivityStarted();
      $container.addClass("ky-ask").append($("<p/>", { html: params.question }));
      $container.append($("<p/>", { id: "had", text: chosen }));
      for (const answer of params.answers) {
        $container.append(Button.make(answer, () => {
          chosen = answer;
          $("#had").text(chosen);
          const event = self.createXAPIEventTemplate("answered");
          const definition = event.getVerifiedStatementValue(["object", "definition"]);
          Object.assign(definition, { interactionType: "choice", correctResponsesPattern: [params.right],
            choices: params.answers.map((one) => ({ id: one, description: { "en-US": one } })) });
          event.setScoredResult(self.getScore(), self.getMaxScore(), self, true, chosen === params.right);
          event.data.statement.result.response = chosen;
          self.trigger(event);
          self.trigger("resize");
        }));
      }
      $container.append($("<img/>", { src: H5P.getPath("images/dot.svg", contentId), alt: "" }));
    };
  }
  KyAsk.prototype = Object.create(H5P.EventDispatcher.prototype);
  KyAsk.prototype.constructor = KyAsk;
  return KyAsk;
})(H5P.jQuery, H5P.KyButton);
"""
BUTTON = """
H5P.KyButton = { make: (text, act) => H5P.jQuery("<button/>", { type: "button", text }).on("click", act) };
"""
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><circle cx="5" cy="5" r="4"/></svg>'


def library(machine: str, *, needs: tuple[str, ...] = (), **more: object) -> bytes:
    """library.json in version 1.0. needs: "Machine 1.0"."""
    about = {"title": machine, "machineName": machine, "majorVersion": 1, "minorVersion": 0, "patchVersion": 3}
    return json.dumps(about | {"preloadedDependencies": [version(one) for one in needs]} | more).encode()


def version(name: str) -> dict[str, object]:
    machine, _, number = name.partition(" ")
    major, _, minor = number.partition(".")
    return {"machineName": machine, "majorVersion": major, "minorVersion": int(minor)}


def ask(**changes: str | bytes | None) -> Files:
    """The files; keywords with "__" for "/" and "_" for "." replace them, None takes one away."""
    about = {
        "title": "Wells",
        "language": "en",
        "mainLibrary": "H5P.KyAsk",
        "license": "CC BY",
        "licenseVersion": "4.0",
        "authors": [{"name": "A. Digger", "role": "Author"}],
        "preloadedDependencies": [version("H5P.KyAsk 1.0")],
    }
    content = {"question": "Is water <b>wet</b>?", "answers": ["Yes", "No"], "right": "Yes"}
    files: dict[str, str | bytes | None] = {
        "h5p.json": json.dumps(about),
        "content/content.json": json.dumps(content),
        "content/images/dot.svg": DOT,
        "H5P.KyAsk-1.0/library.json": library(
            "H5P.KyAsk",
            needs=("H5P.KyButton 1.0",),
            runnable=1,
            preloadedJs=[{"path": "ask.js"}],
            preloadedCss=[{"path": "ask.css"}],
            coreApi={"majorVersion": 1, "minorVersion": 19},
        ),
        "H5P.KyAsk-1.0/ask.js": ASK,
        "H5P.KyAsk-1.0/ask.css": ".ky-ask { padding: 1rem }",
        "H5P.KyButton-1.0/library.json": library("H5P.KyButton", preloadedJs=[{"path": "button.js"}]),
        "H5P.KyButton-1.0/button.js": BUTTON,
    }
    files |= changes
    return {
        name: content.encode() if isinstance(content, str) else content
        for name, content in files.items()
        if content is not None
    }


def packed(**changes: str | bytes | None) -> bytes:
    return zipped(ask(**changes))
