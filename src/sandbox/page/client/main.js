import { App } from './app.js';
import { followEvents } from './event-stream.js';
import { Store } from './store.js';
import { applyTheme } from './theme.js';

applyTheme();
const store = new Store();
const app = new App(store, () => events.refresh());
document.body.append(app.element);
const events = followEvents({
  onState: (state) => store.load(state),
  onEvent: (event) => store.apply(event),
  onConnection: (isConnected) => store.setConnected(isConnected),
});
