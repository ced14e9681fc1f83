/** Scratch files and results of one ad at their largest, with room to spare. */
export const neededBytes = 500_000_000;
