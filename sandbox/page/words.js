// What the page itself says; Chinese first, English where the browser prefers it.
const ALL = {
  zh: { hour: "+1 小时", day: "+1 工作日", week: "+1 周", type: "发消息…", photo: "发照片", file: "发文件",
    place: "发位置", send: "发送", commands: "命令", block: "停用机器人", unblock: "恢复机器人", edited: "已编辑",
    drop: "点地图选一个位置", sendPlace: "发送这个位置", close: "关闭", join: "用这个链接加入" },
  en: { hour: "+1 hour", day: "+1 working day", week: "+1 week", type: "Write…", photo: "Send photos",
    file: "Send a file", place: "Send a place", send: "Send", commands: "Commands", block: "Block the bot",
    unblock: "Unblock the bot", edited: "edited", drop: "Press on the map", sendPlace: "Send this place",
    close: "Close", join: "Join by this link" },
};
export const language = navigator.language.startsWith("en") ? "en" : "zh";
document.documentElement.lang = language;
export const words = ALL[language];
