/** Words after which a reader expects another one: articles, prepositions, conjunctions, possessives, negations. */
const leaning = new Set(
  (
    'a an the of to in on at by for and or but nor with from into onto over under about than as via per if when ' +
    'because while until till my your his her our their its this that these those every no not very is are was were ' +
    'be don’t can’t won’t ' +
    'и а но или либо что как где когда если чтобы в во на с со к ко о об обо от ото до за по из изо у не ни для без под ' +
    'подо над при про через между около после перед вместо ради против кроме возле среди это эта этот эти мой моя моё ' +
    'мои твой твоя твоё твои наш наша наше наши ваш ваша ваше ваши их его её свой свою своё ' +
    'million billion thousand тысяч тысячи тысяча миллион миллиона миллионов тыс млн млрд'
  ).split(' '),
);
/** These go with the next word as well, but less: 'only', pronouns before their verb. */
const leaningALittle = new Set(
  (
    'only just even also i we they he she i’m we’re you’re they’re it’s ' +
    'я мы ты вы он она они очень только лишь всего даже самый самая самое самые'
  ).split(' '),
);
/** Words that lean on the one before them. */
const following = new Set('же ж ли ль бы б ка'.split(' '));
/** A full stop after these ends no sentence; the word that follows belongs to them. */
const abbreviations = new Set(
  'mr mrs ms dr prof st vs e.g i.e ул им просп д стр рис напр т.е т.к тыс млн млрд'.split(' '),
);
const scales = /^(?:million|billion|thousand|тыс|млн|млрд|тысяч|миллион)/u;

/** A number without its currency or unit. */
const bareNumber = /^[+−-]?\d(?:[\d.,\u00A0\u202F]*\d)?$/u;
const signBeforeNumber = /^[№§#~≈+−<>≤≥]$/u;
const initial = /^\p{Lu}\.$/u;
const nameLike = /^\p{Lu}[\p{L}\p{M}’'-]*$/u;
const openingSigns = /^[«“„"'([¿¡]+/u;
const closingSigns = /[»”"')\]]+$/u;
const sentenceStop = /[.!?…]["'»”’)\]]*$/u;
const clauseStop = /[,;:—–-]["'»”’)\]]*$/u;
/** An emoji after a sentence's full stop does not hide it. */
const trailingSigns = /[^\p{L}\p{N}\p{P}]+$/u;

/** How much a reader minds a break between two neighbouring words, from 0, not at all, to 1. */
export function breakFault(left: string, right: string): number {
  const [before, after] = [bare(left), bare(right)];
  if (signBeforeNumber.test(before) && /^\d/u.test(after)) return 1;
  if (following.has(key(after))) return 1;
  if (isAbbreviation(before)) return 1;
  if (endsSentence(left) || endsClause(left)) return 0;
  if (leaning.has(key(before)) || bareNumber.test(before)) return 1;
  if (/\d$/u.test(before) && scales.test(after.toLowerCase())) return 1;
  if (nameLike.test(before) && (nameLike.test(after) || bareNumber.test(after))) return 0.6;
  return leaningALittle.has(key(before)) ? 0.5 : 0;
}

/** Whether a sentence ends with this word; a full stop that only shortens a word ends none. */
export function endsSentence(word: string): boolean {
  const text = word.replace(trailingSigns, '');
  return sentenceStop.test(text) && !isAbbreviation(bare(text));
}

export function endsClause(word: string): boolean {
  return clauseStop.test(word.replace(trailingSigns, ''));
}

function isAbbreviation(word: string): boolean {
  return word.endsWith('.') && (initial.test(word) || abbreviations.has(word.slice(0, -1).toLowerCase()));
}

function bare(word: string): string {
  return word.replace(openingSigns, '').replace(closingSigns, '');
}

function key(word: string): string {
  return word.toLowerCase().replaceAll("'", '’');
}
