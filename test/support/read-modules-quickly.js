import { readModulesQuickly } from '../../bin/quick-modules.js';

readModulesQuickly();
