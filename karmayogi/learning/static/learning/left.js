// A unit was left in its frame: the page around it goes back to the table of contents.
for (const origin of document.body.dataset.parents.split(" ")) parent.postMessage({ type: "left" }, origin);
