// Loaded into keyway before it starts (`node --import`): its minute for an answer is over after two seconds, so that a
// request that hangs can be tried at every place.
const own = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => own(milliseconds >= 20_000 ? 2000 : milliseconds);
