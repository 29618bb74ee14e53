import { execFile } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { KeywayError } from '../errors/index.ts';

/** The commit that a config is from, and whether the config has uncommitted changes; null outside a git repository. */
export interface GitState {
  readonly commit: string;
  readonly dirty: boolean;
}

const run = promisify(execFile);

export async function gitStateOf(file: string): Promise<GitState | null> {
  const cwd = dirname(resolve(file));
  try {
    const [{ stdout: commit }, { stdout: changed }] = await Promise.all([
      run('git', ['rev-parse', 'HEAD'], { cwd }),
      run('git', ['status', '--porcelain', '--', basename(file)], { cwd }),
    ]);
    return { commit: commit.trim(), dirty: changed.trim() !== '' };
  } catch {
    return null;
  }
}

/**
 * Reads a file as of a commit, branch or tag.
 * @throws KeywayError `GitRefUnreadable`
 */
export async function fileAtRef(
  file: string,
  ref: string,
): Promise<{ readonly text: string; readonly commit: string }> {
  const cwd = dirname(resolve(file));
  try {
    // Resolve the ref first: one that begins with a hyphen must not become an option.
    const { stdout } = await run(
      'git',
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
      {
        cwd,
      },
    );
    const { stdout: text } = await run('git', ['show', `${stdout.trim()}:./${basename(file)}`], {
      cwd,
      maxBuffer: 4 * 1024 * 1024,
    });
    return { text, commit: stdout.trim() };
  } catch (cause) {
    throw new KeywayError('GitRefUnreadable', `git has no ${basename(file)} at ${ref}.`, {
      cause,
      actions: [
        'Check the ref: git log --oneline -- FILE',
        'In CI, fetch the whole history: a shallow clone has only one commit.',
      ],
    });
  }
}
