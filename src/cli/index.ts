// Commands: the only place where the parts are wired together.
// Comes from: every folder of src. Goes to: people and scripts, as `wayside`.
