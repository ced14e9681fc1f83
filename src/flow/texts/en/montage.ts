import type { Aspect, Disclosure, Template } from '../../../domain/ad/ad.ts';
import type { SubtitleThemeName } from '../../../domain/subtitles/subtitle-theme.ts';
import type { SubtitlePosition } from '../../../domain/subtitles/subtitle-track.ts';
import type { OverlayDoubt } from '../../../domain/overlay/overlay-doubt.ts';
import type { RenderSetting } from '../../../domain/montage/render-settings.ts';
import type { montage as shape } from '../ru/montage.ts';
import { words } from './words.ts';

type Part = 'intro' | 'outro';

const setCircle = 'To place the circle yourself: “🎛 Montage” → “Circle”.';
const doubts: Record<OverlayDoubt, string> = {
  'face-held': `👀 For a while the face could not be seen, and the circle stayed where it was. ${setCircle}`,
  'face-by-body': `👀 For a while the face could not be seen, and the circle followed the body. ${setCircle}`,
  'face-unseen': `👀 No face was found in the video, so the circle stands in the middle. ${setCircle}`,
  'person-missing':
    '👀 For a part of the video nobody could be seen, and the cut-out is empty then. “🎛 Montage” has other templates.',
};

const templates: Record<Template, string> = {
  basic: 'Face, then video',
  overlay: 'Cut-out',
  circle: 'Circle in the corner',
  mix_basic_overlay: 'Face, then cut-out',
  mix_basic_circle: 'Face, then circle',
};
const aboutTemplates: Record<Template, string> = {
  basic: 'the presenter full-screen for 3\u00a0seconds, then your video under the voice',
  overlay: 'the presenter without background stands over your video',
  circle: 'the face in a circle over your video',
  mix_basic_overlay: 'the presenter full-screen first, then cut out over your video',
  mix_basic_circle: 'the presenter full-screen first, then in a circle over your video',
};
const themes: Record<SubtitleThemeName, string> = {
  light: 'Light',
  yellow_on_black: 'Yellow',
  white_on_purple: 'Purple',
  bold_outline: 'Bold',
  karaoke_box: 'Scarlet box',
  pop: 'Pop',
  minimal: 'Minimal',
  box: 'White box',
  outline: 'Capitals',
  highlight: 'Marker',
  karaoke: 'Karaoke',
};
const positions: Record<SubtitlePosition, string> = { bottom: 'bottom', middle: 'middle', top: 'top' };
const positionButtons: Record<SubtitlePosition, string> = { bottom: 'Bottom', middle: 'Middle', top: 'Top' };
const aspects: Record<Aspect, string> = {
  '9:16': 'vertical',
  '1:1': 'square',
  '16:9': 'horizontal',
  '4:5': 'portrait',
};
const aboutAspects: Record<Aspect, string> = {
  '9:16': 'TikTok, Reels, Shorts',
  '1:1': 'feeds',
  '16:9': 'YouTube, websites',
  '4:5': 'Instagram feed',
};
const marks: Record<Disclosure, string> = {
  none: 'no visible mark',
  badge: 'a badge in the corner',
  label: 'a line in the first 3\u00a0seconds',
};
const settings: Record<RenderSetting, string> = {
  templates: 'templates',
  subtitles: 'subtitles',
  theme: 'style',
  position: 'subtitle position',
  intro: 'intro',
  outro: 'outro',
  circle: 'circle',
  aspect: 'format',
  disclosure: 'AI mark',
};
const parts: Record<Part, string> = { intro: 'Intro', outro: 'Outro' };
const subtitleWarnings: Readonly<Record<string, string>> = {
  overlap: 'Some lines overlapped, so the earlier ones end sooner.',
  'beyond-speech': 'Lines after the end of the speech were left out.',
  'cut-at-end': 'The last line was cut at the end of the speech.',
  haste: 'Some lines stand for too short a time to be read.',
  'missing-glyphs': 'Some signs are not in the font and won’t be seen.',
};

export const montage: typeof shape = {
  open: '🎛 Montage',
  template: templates,
  aboutTemplate: aboutTemplates,
  theme: themes,
  position: positions,
  clip: 'Clip',
  none: '<b>There is nothing to edit yet</b>\n\nMake a video first. Then you can change its template, subtitles, intro and format here, for free and as often as you like.',
  gone: '<b>This video can’t be rendered anew</b>\n\nWhat it was made of is no longer kept: the voice, the face or your own video. You can make a similar one.',
  create: '🎬 Create an ad',
  videos: '🎞 My videos',

  title: '<b>Montage</b>',
  templatesLine: (names) => `🧩 Templates: ${names}`,
  subtitlesLine: (source) => `💬 Subtitles: ${source}`,
  noSubtitles: 'none',
  autoSubtitles: 'from the speech',
  ownSubtitles: 'your file',
  editedSubtitles: 'your text',
  styled: (source, theme, position) => `${source} · ${theme} · ${positions[position]}`,
  partLine: (part, what) => `${part === 'intro' ? '⏮' : '⏭'} ${parts[part]}: ${what}`,
  noPart: 'none',
  clipSeconds: (seconds, sound) =>
    `${words.number(seconds)}\u00a0s${sound === 'heard' ? ', with sound' : sound === 'muted' ? ', muted' : ''}`,
  circleLine: (what) => `⭕ Circle: ${what}`,
  autoCircle: 'follows the face',
  circleValues: (radius, x, y) =>
    `radius ${words.share(radius)}, centre ${words.share(x)}\u00a0×\u00a0${words.share(y)}`,
  aspectLine: (aspect) => `📐 Format: ${aspect}, ${aspects[aspect]}`,
  markLine: (disclosure) => `🏷 AI mark: ${marks[disclosure]}`,
  changed: (names) => `✏️ Not rendered yet: ${names.map((name) => settings[name]).join(', ')}.`,
  toTemplates: '🧩 Templates',
  toSubtitles: '💬 Subtitles',
  toTheme: '🎨 Style',
  toPosition: '↕️ Position',
  toPart: (part, isThere) => `${part === 'intro' ? '⏮' : '⏭'} ${parts[part]}${isThere ? ' ✓' : ''}`,
  toCircle: '⭕ Circle',
  toAspect: '📐 Format',
  toMark: '🏷 AI mark',
  toPreview: '▶️ Preview',
  render: (clips) => `🎬 Render ${words.clips(clips)} · free`,
  reset: '↩️ Reset',

  templatesTitle: '<b>Templates</b>\n\nEach one that is ticked gives a clip of its own. In the picture:',
  oneTemplate: 'At least one template is needed. Tick another one first.',
  templateItem: (name, about) => `<b>${name}</b>: ${about}`,

  subtitlesTitle: (state) => `<b>Subtitles</b>: ${state}`,
  subtitlesHint: 'Edit their text, or send an SRT or VTT file of your own here.',
  auto: '🗣 From speech',
  noneChoice: '🚫 No subtitles',
  editText: '✏️ Edit the text',
  checkingSubtitles: '🔎 <b>Reading the subtitle file…</b>',
  subtitlesReady: (count, warnings) =>
    [
      `✅ The subtitles of your file are in: ${words.cues(count)}.`,
      ...warnings.flatMap((id) => subtitleWarnings[id] ?? []),
    ].join(' '),
  missingLetters: (missing) =>
    missing === 'all'
      ? '⚠️ The subtitles won’t be seen: our fonts have Latin, Cyrillic, Greek, Hebrew and Arabic letters.'
      : '⚠️ Some letters or signs are not in our fonts: they won’t be seen in the subtitles.',
  cuesTitle: (page) =>
    `<b>Text of the subtitles</b>${page > 0 ? ` · page ${page + 1}` : ''}\n\nTap a line’s number to change it.`,
  cueItem: (number, at, text) => `<b>${number}.</b> ${at} ${text}`,
  noCues:
    '<b>There are no lines</b>\n\nTake the subtitles from the speech again, or send a file of your own.',
  backToAuto: '↩️ Back to the speech',
  cueTitle: (number, from, to) => `<b>Line ${number}</b> · ${from}–${to}`,
  cueHint: 'Send the new text. A word in *stars* stands out. To take the line away, send a minus: -',
  cueTooLong: (characters, maxCharacters) =>
    `⚠️ The line has ${words.characters(characters)}, and in its time at most ${words.number(maxCharacters)} can be read. Shorten it, or join it with the next one.`,
  mergeCue: '🔗 Join with the next',
  removeCue: '🗑 Remove',
  previousCue: '‹ Line',
  nextCue: 'Line ›',

  themeTitle: (name) => `<b>Subtitle style</b>: ${name}\n\nTap another to see it in the picture.`,
  already: 'It is so already.',
  positionTitle: (position) => `<b>Subtitle position</b>: ${positions[position]}`,
  positionChoice: (position) => positionButtons[position],

  partTitle: (part, what) => `<b>${parts[part]}</b>: ${what}`,
  partHint: (part, limits) =>
    `A clip ${part === 'intro' ? 'before' : 'after'} the ad, ${words.number(limits.least)} to ${words.seconds(limits.most)} long. Send a video of up to ${words.megabytes(limits.fileMegabytes)} or a direct link of up to ${words.megabytes(limits.linkMegabytes)}. I fit it to the ad’s format.`,
  replacePart: 'To replace it, send another video or link.',
  soundOn: '🔊 Sound on',
  soundOff: '🔇 Sound off',
  removePart: '🗑 Remove',
  checkingPart: '🔎 <b>Checking the video…</b>\n\nThis usually takes a few seconds.',
  useBeginning: (seconds) => `✂️ Use the first ${words.seconds(seconds)}`,
  stop: '✖️ Don’t wait',

  circleTitle: (what) => `<b>Circle</b>: ${what}`,
  circleHint:
    'The arrows move the circle over the portrait. More exactly, by three numbers: radius 0.05–0.6 and centre 0–1, for example 0.3 0.5 0.4',
  circleAuto: '🎯 Follow the face',
  closer: '🔍 Closer',
  wider: '🔭 Wider',
  atEdge: 'It can’t go further.',

  aspectTitle: (aspect) => `<b>Frame format</b>: ${aspect}`,
  aspectChoice: (aspect) => `${aspect} · ${aboutAspects[aspect]}`,
  markTitle: (disclosure) =>
    `<b>AI mark</b>: ${marks[disclosure]}\n\nViewers see it. You can’t choose less than the operator asks for. The file itself always carries the mark.`,
  markChoice: (disclosure) => marks[disclosure],

  makingPreview: (seconds) =>
    seconds === 0
      ? '▶️ <b>Making a preview…</b>\n\nA small clip to look at, usually in a few seconds.'
      : `▶️ <b>Making a preview…</b> ${words.lasting(seconds)}\n\nA small clip to look at. It takes longer where the presenter is cut out for the first time.`,
  previewReady:
    '<b>Preview</b>\n\nThis is how the ad moves and sounds. The finished one comes in full quality.',
  previewFailed: '<b>The preview didn’t work</b>\n\nTry again, or render the ad right away.',
  previewAgain: '▶️ Once more',
  changeMore: '🎛 Change more',

  infoTitle: '<b>How the video was rendered</b>',
  change: '🎛 Change',
  asJson: '{ } JSON',
  jsonTitle: '<b>Settings as JSON</b>',
  jsonHint: (example) =>
    `Change what you need and send it here: I render by it. Or in one command: <code>${example}</code>. What you leave out stays as it is.`,
  jsonSchema: (url) => `All fields and their values: <a href="${url}">JSON Schema</a>.`,
  jsonLeftOut: 'The text of the subtitles didn’t fit in here: left out, it stays as it is.',

  overlayTitle: '<b>Make the overlay anew?</b>',
  overlayText:
    'I cut the presenter out once more, past the cache, and render the video with the same settings. Voice and face stay the same. It’s free.',
  overlayNone:
    '<b>This video has no overlay</b>\n\nThere is one where the presenter stands over your video, cut out or in a circle.',
  overlayYes: '🔄 Make it anew',

  rendering: (clips) =>
    clips === 1 ? '🎬 <b>Rendering your clip</b>' : `🎬 <b>Rendering ${words.clips(clips)}</b>`,
  clipDone: (name) => `✅ ${name}`,
  clipFailed: (name) => `⚠️ ${name}: it didn’t work`,
  clipCancelled: (name) => `✖️ ${name}: cancelled`,
  clipInWork: (name) => `⏳ ${name}`,
  clipWaits: (name) => `🕓 ${name}: waits its turn`,
  mayLeave: 'You may close the chat; I’ll send everything here.',
  cancelQuestion: '<b>Stop rendering?</b>\n\nI’ll send what is ready. Your settings stay.',
  endedMeanwhile: 'The rendering has ended.',
  toRendered: '🎞 See the result',
  renderedAll: (clips) =>
    clips === 1
      ? '<b>Your clip is ready:</b> it’s the message above.'
      : `<b>${words.clips(clips)} are ready:</b> see above.`,
  renderedSome: (done, all) =>
    `<b>Not everything worked: ${words.number(done)} of ${words.number(all)}</b>\n\nWhat is ready stands above.`,
  renderedNone: '<b>That didn’t work</b>\n\nNothing was charged: montage is free.',
  clipRefused: (name, why) => `⚠️ <b>${name}</b>. ${why}`,
  album: (clips) => `🎬 <b>${words.clips(clips)}</b>`,
  renderCaption: (name, seconds) => `🎬 ${name} · ${words.lasting(seconds)} · free`,
  doubt: (doubt) => doubts[doubt],
  renderAgain: '🔁 Render again',
  renderMissing: '🔁 Render what is missing',
  inHistory: '🎛 Montage',
  inWork: (percent) => `🎛 montage in work, ${words.percent(percent)}`,
};
