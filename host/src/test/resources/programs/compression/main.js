const { gunzipSync, gzipSync } = require('zlib');

const text = Buffer.from('to be or not to be, '.repeat(500));
const packed = gzipSync(text);
const words = { true: "True", false: "False" };
console.log(text.length, words[packed.length < 200], words[gunzipSync(packed).equals(text)]);
