const { dest, parallel, src } = require('gulp');

// tsc copies only code: n8n also wants the icons and the codex files (*.node.json) beside it.
const copyIcons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
const copyCodex = () => src('nodes/**/*.node.json', { encoding: false }).pipe(dest('dist/nodes'));

exports.default = parallel(copyIcons, copyCodex);
