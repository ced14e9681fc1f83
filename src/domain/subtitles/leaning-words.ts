const leaning = new Set(
  (
    'a an the of to in on at by for and or but with from my your his her our their this that is are ' +
    'и а но в во на с со к ко о об от до за по из у не ни же для без под над при как что это мой твой наш ваш их'
  ).split(' '),
);
/** A number without its currency or unit. */
const bareNumber = /^\d(?:[\d.,  ]*\d)?$/u;

/** Whether a reader expects another word after this one, so that no cue and no line should end with it. */
export function leansOnNext(word: string): boolean {
  return leaning.has(word.toLowerCase()) || bareNumber.test(word);
}
