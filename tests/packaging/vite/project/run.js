// Runs a server bundle.
const { render } = await import(`./${process.argv[2]}`);
console.log(JSON.stringify(render()));
