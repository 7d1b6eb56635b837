// A soft gong when the time of a step is over, on the big screen and on the phone of who leads; off until somebody
// pressed the button on this device, because a browser makes no sound before a press.
(() => {
  "use strict";
  const TONES = [[196, 0.4, 3.5], [392, 0.18, 2.6], [543, 0.1, 1.8]];   // hertz, how loud (to 1), seconds
  const button = document.querySelector("[data-gong]");
  if (!button || !window.AudioContext) return;
  let audio;

  function gong() {
    const now = audio.currentTime;
    for (const [pitch, loud, long] of TONES) {
      const tone = audio.createOscillator(), volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.001, now);
      volume.gain.linearRampToValueAtTime(loud, now + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, now + long);
      tone.connect(volume).connect(audio.destination);
      tone.start(now);
      tone.stop(now + long);
    }
  }

  // The first gong says that it works; on the big screen the button then goes out of sight
  button.addEventListener("click", async () => {
    const isOn = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!isOn));
    audio ??= new AudioContext();
    if (isOn) return audio.suspend();
    await audio.resume();
    gong();
  });
  document.addEventListener("evening:time-is-up", () => {
    if (audio?.state === "running") gong();
  });
  button.hidden = false;
})();
