/**
 * Since which systemd a directive is known that nodeseed writes, and a unit is there that it enables: the NEWS file of
 * systemd and the "Added in version" notes of its manual pages. 1 stands for older than every system in the table.
 */
export const directives: Readonly<Record<string, number>> = {
  'Install/WantedBy': 1,
  'Service/Delegate': 218,
  'Service/Environment': 1,
  'Service/EnvironmentFile': 1,
  'Service/ExecStart': 1,
  'Service/ExecStartPre': 1,
  'Service/KillMode': 1,
  'Service/LimitCORE': 1,
  'Service/LimitNOFILE': 1,
  'Service/LimitNPROC': 1,
  'Service/OOMScoreAdjust': 1,
  'Service/RemainAfterExit': 1,
  'Service/Restart': 1,
  'Service/RestartSec': 1,
  'Service/SyslogIdentifier': 1,
  'Service/TasksMax': 227,
  'Service/TimeoutStartSec': 188,
  'Service/Type': 1,
  'Timer/AccuracySec': 209,
  'Timer/OnBootSec': 1,
  'Timer/OnUnitInactiveSec': 1,
  'Unit/After': 1,
  'Unit/Before': 1,
  'Unit/ConditionPathExists': 1,
  'Unit/Description': 1,
  'Unit/Documentation': 1,
  'Unit/Requires': 1,
  'Unit/Wants': 1,
};

/** Values that a directive has not always taken, as `SECTION/KEY=VALUE`. */
export const values: Readonly<Record<string, number>> = {
  'Service/KillMode=mixed': 209,
  'Service/Type=exec': 240,
  'Service/Type=notify-reload': 253,
};

/** Combinations that older ones refuse: a oneshot was never restarted before 244. */
export const restartOfOneshot = 244;

export const systemUnits: Readonly<Record<string, number>> = {
  'systemd-timesyncd.service': 213,
  'systemd-time-wait-sync.service': 239,
};
