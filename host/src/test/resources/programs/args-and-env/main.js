for (const argument of process.argv.slice(2)) console.log(`[${argument}]`);
for (const name of Object.keys(process.env).sort()) {
  if (name !== 'PATH' && name !== 'USER') console.log(`${name}=${process.env[name]}`);
}
