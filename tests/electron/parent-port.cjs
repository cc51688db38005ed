/**
 * Stands in for Electron's utility process where a bundled core runs on plain Node: the same `process.parentPort`, over
 * the IPC channel of a forked process, and the folder that holds `assets`. Loaded with `--require`.
 */
const { EventEmitter } = require('node:events');

const port = new EventEmitter();
port.postMessage = (message) => process.send(message);
process.on('message', (data) => port.emit('message', { data, ports: [] }));
process.parentPort = port;
process.resourcesPath = require('node:path').join(__dirname, '..', '..');
