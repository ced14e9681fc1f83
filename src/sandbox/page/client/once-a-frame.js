/**
 * Puts off work to the next frame and does it once, however often it is asked for until then: a burst of messages is
 * drawn in one go.
 *
 * @param {() => void} work
 * @returns {() => void} asks for it
 */
export function onceAFrame(work) {
  let isAsked = false;
  const run = () => {
    isAsked = false;
    work();
  };
  return () => {
    if (isAsked) return;
    isAsked = true;
    // A window in the background has no frames, yet counts what is unread.
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  };
}
