/** Files for services outside to fetch, by their content. */
export const lentFolder = 'lent';
/** Files by which the store itself is tried. */
export const probeFolder = 'probes';

/** What nobody misses a day after it was stored; whoever reads such a file for longer stores it again. */
export const temporaryFolders = [lentFolder, probeFolder] as const;
export const temporaryLifeDays = 1;
/** A store that failed in the middle is begun anew long before. */
export const unfinishedLifeDays = 7;
