import { suggestion } from '../config/wording.ts';
import { explanations } from '../errors/explain.ts';
import { KeywayError } from '../errors/index.ts';
import { print } from '../report/terminal.ts';
import { defineCommand } from './command.ts';

export const command = defineCommand({
  flags: (args) =>
    args.positional('code', { type: 'string', describe: 'error code (default: list all codes)' }),
  run: async ({ code, json }) => {
    const found =
      code === undefined
        ? explanations
        : explanations.filter((each) => each.code.toLowerCase() === code.toLowerCase());
    if (code !== undefined && found.length === 0) throw unknownCode(code);
    if (!json) {
      const texts = found.map(({ code: name, meaning, action }) => `${name}\n  ${meaning}\n  ${action}`);
      print(texts.join('\n\n'));
    }
    return { result: code === undefined ? found : found[0] };
  },
});

function unknownCode(code: string): KeywayError {
  const near = suggestion(
    code,
    explanations.map((each) => each.code),
  );
  return new KeywayError('UsageWrong', `"${code}" isn't an error code of keyway${near || '.'}`, {
    actions: ['List all codes: keyway explain'],
  });
}
