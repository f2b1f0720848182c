const start = Date.parse(process.argv[2]);
for (const days of [0, 1, 2, 3, 366]) {
  const day = new Date(start + days * 86_400_000);
  const dayOfYear = (day - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000 + 1;
  const name = day.toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' });
  console.log(day.toISOString().slice(0, 10), name, dayOfYear);
}
