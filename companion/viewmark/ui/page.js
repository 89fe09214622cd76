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

// A hit is heard, unless that was muted in this browser.
const vmIsMuted = () => localStorage.getItem("vm-muted") === "yes";
const vmShowMuted = () => {
  const button = document.getElementById("vm-mute");
  if (button) { button.textContent = vmIsMuted() ? button.dataset.off : button.dataset.on; button.setAttribute("aria-pressed", String(vmIsMuted())); }
};
window.vmSounded = 0;
window.vmSoundHit = () => {
  if (vmIsMuted()) return;
  window.vmSounded += 1;
  const audio = new AudioContext(), tone = audio.createOscillator(), gain = audio.createGain();
  tone.frequency.value = 880; gain.gain.value = 0.2;
  tone.connect(gain).connect(audio.destination);
  tone.start(); tone.stop(audio.currentTime + 0.4);
};
const vmToggleSound = () => { localStorage.setItem("vm-muted", vmIsMuted() ? "no" : "yes"); vmShowMuted(); };
document.addEventListener("click", (event) => { if (event.target.id === "vm-mute") vmToggleSound(); });
setInterval(vmShowMuted, 500);

// Keys of the lane: / finds, arrows walk the lines, m mutes.
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
  const find = document.querySelector("[data-testid=filter-text]");
  if (event.key === "/" && find) { event.preventDefault(); find.focus(); }
  if (event.key === "m" && find) vmToggleSound();
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = [...document.querySelectorAll("a.vm-line")];
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.indexOf(document.activeElement), step = event.key === "ArrowDown" ? 1 : -1;
  rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))].focus();
});
