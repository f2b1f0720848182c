const hash = require('crypto').createHash('sha256');
process.stdin.on('data', (data) => hash.update(data)).on('end', () => console.log(hash.digest('hex')));
