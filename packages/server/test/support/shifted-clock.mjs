// Shifts the clock of a process: node --import this file, with the shift in ms in SHIFTED_CLOCK_MS.

const shiftMs = Number(process.env.SHIFTED_CLOCK_MS);
const now = Date.now;
Date.now = () => now() + shiftMs;
