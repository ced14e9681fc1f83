/** The owner of a person's productions and files. */
export function personIdOf(telegramId: number): string {
  return `telegram:${telegramId}`;
}

/** Also their private chat. Undefined for people of other channels. */
export function telegramIdOf(personId: string): number | undefined {
  const digits = /^telegram:(-?\d{1,16})$/.exec(personId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
