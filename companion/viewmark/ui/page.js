// What pages do by themselves: tell that somebody is there, and turn, enlarge and brighten a photo.
let toldAt = 0;
const tellActive = () => {
  const now = Date.now();
  if (now - toldAt > 20000 && typeof emitEvent === "function") { toldAt = now; emitEvent("vm-active"); }
};
["pointerdown", "keydown", "wheel"].forEach((kind) => document.addEventListener(kind, tellActive, { passive: true }));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-photo-act]");
  if (!button) return;
  const view = button.closest(".vm-photo-view"), photo = view.querySelector("img");
  const now = { zoom: 1, turn: 0, contrast: 1, ...JSON.parse(view.dataset.now || "{}") };
  const acts = {
    larger: () => { now.zoom = Math.min(8, now.zoom * 1.5); }, smaller: () => { now.zoom = Math.max(1, now.zoom / 1.5); },
    left: () => { now.turn -= 90; }, right: () => { now.turn += 90; },
    contrast: () => { now.contrast = now.contrast >= 3 ? 1 : now.contrast + 0.5; },
    reset: () => { Object.assign(now, { zoom: 1, turn: 0, contrast: 1 }); },
  };
  acts[button.dataset.photoAct]();
  view.dataset.now = JSON.stringify(now);
  photo.style.transform = `rotate(${now.turn}deg) scale(${now.zoom})`;
  photo.style.filter = `contrast(${now.contrast})`;
  photo.parentElement.classList.toggle("vm-photo-large", now.zoom > 1);
});
