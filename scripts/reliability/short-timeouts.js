// Preloaded into keyway (`node --import`). Shortens its timeout of a minute to two seconds, so that a hanging
// request can be tested everywhere.
const own = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => own(milliseconds >= 20_000 ? 2000 : milliseconds);
