/** A composite of generated and recorded material, and wholly generated material: IPTC digital source types. */
export type SourceType = 'compositeSynthetic' | 'trainedAlgorithmicMedia';
