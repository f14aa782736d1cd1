/** In milliseconds. Beyond this, timers of Node.js fire at once. */
export const longestTimerMs = 2 ** 31 - 1;
