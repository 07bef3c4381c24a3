// Says in one place where the package lives and who makes it: npm run set:repository -- owner/name "Author" author@example.com
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root } from './setup.mjs';

const [repository = '', author, email] = process.argv.slice(2);
if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
	fail('Name the repository on GitHub: npm run set:repository -- owner/name "Author" author@example.com');
}

const manifestFile = join(root, 'package.json');
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
const [, before] = /github\.com\/(.+?)\.git$/.exec(manifest.repository.url);

// The README, the docs, the links in the nodes, the forms for issues: all that git knows and that holds text.
const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
const texts = listed.filter((path) => /\.(md|ts|mts|mjs|json|yml)$/.test(path));
let changed = 0;
for (const path of texts) {
	const text = readFileSync(join(root, path), 'utf8');
	const after = text
		.replaceAll(`github.com/${before}`, `github.com/${repository}`)
		.replaceAll(`cd ${before.split('/')[1]}\n`, `cd ${repository.split('/')[1]}\n`);
	if (after === text) continue;
	writeFileSync(join(root, path), after);
	changed += 1;
}

if (author !== undefined || email !== undefined) {
	const now = JSON.parse(readFileSync(manifestFile, 'utf8'));
	now.author = { name: author ?? now.author.name, email: email ?? now.author.email };
	writeFileSync(manifestFile, `${JSON.stringify(now, null, '\t')}\n`);
}
console.log(
	`${before} → ${repository} in ${changed} files. Look at "git diff", then: npx vitest run test/unit/docs.test.mts`,
);
