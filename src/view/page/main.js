// SPDX-License-Identifier: MIT OR Apache-2.0
// The page that plays what a host shares. One stream from pixelpass, and one player: the browser's decoders, or where it
// has none for the codec (or the page's address ends in #mse) its own player.
import { Controls } from "./controls.js";
import { Figures } from "./figures.js";
import { MediaSourcePlayer } from "./media_source_player.js";
import { Kind, parse } from "./records.js";
import { Stream } from "./stream.js";
import { WebCodecsPlayer } from "./web_codecs_player.js";

const element = (id) => document.getElementById(id);
const screens = { canvas: element("canvas"), video: element("video") };
const players = location.hash === "#mse" ? [MediaSourcePlayer] : [WebCodecsPlayer, MediaSourcePlayer];

let player = null;
let playerClass = players[0];
let config = null;
let paused = false;
let over = false; // nothing comes any more
let loudness = 1;

function say(text, overPicture = false) {
  element("message").textContent = text;
  element("message").classList.toggle("over", overPicture);
}

const figures = new Figures(element("figures"));
const controls = new Controls({
  onPause: togglePause,
  onFigures: () => figures.toggle(),
  onLoudness: (wanted) => {
    loudness = wanted;
    if (player)
      player.loudness = loudness;
  },
  onGesture: () => player?.allowSound(),
});
const stream = new Stream({ onBegin: () => player?.begin(), onRecord: take, onEnd: end });
stream.open(playerClass.form);

async function take(record) {
  if (record.kind === Kind.status)
    showStatus(parse(record));
  else if (record.kind === Kind.config)
    await configure(parse(record));
  else if (!paused)
    player?.take(record);
}

async function configure(next) {
  config = next;
  if (!await playerClass.canPlay(config))
    return tryNext();
  if (!player) {
    player = new playerClass(screens, {
      age: (written) => stream.age(written),
      onPicture: () => paused || say(""),
      onStuck: () => stream.open(playerClass.form), // which brings a keyframe
      onUnplayable: tryNext,
      onBlocked: (blocked) => element("unmute").hidden = !blocked,
    });
    player.loudness = loudness;
  }
  player.configure(config);
}

/** What plays can't: the next one takes its place. */
function tryNext() {
  player?.close();
  player = null;
  const next = players[players.indexOf(playerClass) + 1];
  if (next) {
    playerClass = next;
    return stream.open(playerClass.form);
  }
  over = true;
  stream.close();
  say(`this browser can't play ${config.video.name}${config.audio ? ` with ${config.audio.name}` : ""}\n` +
    "ask the host to share with --codec h264, use another browser, or watch with --player mpv", true);
}

function togglePause() {
  if (over)
    return;
  paused = !paused;
  controls.showPaused(paused);
  say(paused ? "paused" : "", paused);
  if (!paused)
    stream.open(playerClass.form); // at the live picture
}

function showStatus(status) {
  const { canvas, video } = screens;
  const size = video.hidden ? [canvas.width, canvas.height] : [video.videoWidth, video.videoHeight];
  if (player && !paused) // for the terminal, and the host
    fetch(`shown?ms=${Math.min(60000, Math.max(0, Math.round(player.delay)))}`, { method: "POST" }).catch(() => {});
  figures.update(status, config ? `${playerClass.title} · ${config.video.name}` : "", size, player, paused);
}

function end({ message, hint }) {
  over = true;
  player?.close();
  player = null;
  say(hint ? `${message}\n${hint}` : message, true);
}
