import { montageContract } from '../../ports/montage.contract.ts';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { createLocalMontage } from './provider.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';
const assetsFolder = new URL('../../../assets', import.meta.url).pathname;

montageContract('local-montage', {
  create: async () => createLocalMontage({ ffmpeg: ffmpegAt(ffmpegPath, 'test'), assetsFolder }),
  ffmpegPath,
});
