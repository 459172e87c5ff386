// Clips arrive as blobs, each through a component of its own; players take them from here.

import { summed } from "./waves.js";

const clips = new Map(); // clip name -> { parts: Map(first frame -> part), listeners: Set }

function entry(name) {
  if (!clips.has(name)) clips.set(name, { parts: new Map(), listeners: new Set() });
  return clips.get(name);
}

const TYPES = { "<f4": Float32Array, "<f8": Float64Array, "<i2": Int16Array, "<u2": Uint16Array, "|u1": Uint8Array };

/** Header and arrays of a blob (see charts/clip.py for the layout). */
export function unpack(bytes) {
  const blob = bytes.slice(); // Streamlit hands over an unaligned view
  const view = new DataView(blob.buffer);
  if (String.fromCharCode(...blob.subarray(0, 4)) !== "WKLB") throw new Error("not a clip");
  const length = view.getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(blob.subarray(8, 8 + length)));
  for (const { name, type, shape, offset, steps } of header.arrays) {
    const count = shape.reduce((a, b) => a * b, 1);
    header[name] = new TYPES[type](blob.buffer, 8 + length + offset, count);
    if (steps === undefined) continue;
    const rows = count / shape.at(-1);
    header[name] = widened(header[name], new Float64Array(blob.buffer, 8 + length + steps, rows));
  }
  return header;
}

/** Rows that were rounded to 16 bits, with the size of a step in each. */
function widened(whole, steps) {
  const wide = new Float32Array(whole.length), n = whole.length / steps.length;
  for (let row = 0, o = 0; row < steps.length; row++) {
    for (let i = 0; i < n; i++, o++) wide[o] = whole[o] * steps[row];
  }
  return wide;
}

function joined(low, high) {
  const all = new Float32Array(low.length + high.length);
  all.set(low);
  all.set(high, low.length);
  return all;
}

const RECENT = 12;
const decoded = new Map(); // text -> numbers: curves are asked for at every move of a hand

/**
 * Little-endian numbers in base 64, as scenes carry small curves; not to be written to.
 * Numbers made here pass through.
 */
export function decode(text, Type = Float32Array) {
  if (typeof text !== "string") return text;
  if (!decoded.has(text)) decoded.set(text, new Type(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer));
  if (decoded.size > RECENT) decoded.delete(decoded.keys().next().value);
  return decoded.get(text);
}

/** Takes a blob in; returns what takes it out again. */
export function receive(bytes) {
  const part = unpack(bytes);
  if (part.waves) part.states = summed(part);
  if (part.higher) part.states = joined(part.states, part.higher);
  const clip = entry(part.clip);
  const key = part.first ?? 0;
  clip.parts.set(key, part);
  for (const listener of clip.listeners) listener(part);
  return () => {
    if (clip.parts.get(key) !== part) return;
    clip.parts.delete(key);
    if (!clip.parts.size && !clip.listeners.size) clips.delete(part.clip);
  };
}

/** Calls back with every part of a clip, those already here first; returns the end of it. */
export function follow(name, listener) {
  const clip = entry(name);
  clip.listeners.add(listener);
  for (const part of [...clip.parts.values()]) listener(part);
  return () => {
    clip.listeners.delete(listener);
    if (!clip.parts.size && !clip.listeners.size) clips.delete(name);
  };
}
