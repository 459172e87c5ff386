// The figures beside the picture.

import { number } from "../../player/words.js";
import { beta, lastShare } from "./candidates.js";

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** Name and value of every figure; what isolated candidates alone have is left out with hopping. */
export function figures(choice, { p, rates, mean }, s) {
  const b = beta(choice, s), { costs, J, wick } = choice;
  const gap = Math.hypot(costs[1] - costs[0], 2 * J);
  const fall = rates.reduce((sum, rate, k) => sum + rate * costs[k], 0);
  const list = [["winner", percent(Math.max(...p))], ["mean", number(mean)], ["fall", number(Math.abs(fall) < 1e-6 ? 0 : fall)]];
  if (J === 0) {
    list.push(["temperature", number(1 / b)], ["slope", number(b / 4)]);
    list.push(["width", number((2 * Math.log(9)) / b)], ["area", number((2 * Math.log(2)) / b)]);
  } else if (wick === 0) list.push(["gap", number(gap)], ["rabi", number((4 * J ** 2) / gap ** 2)]);
  else list.push(["gap", number(gap)], ["last", percent(lastShare(choice))]);
  return list;
}
