// Parse each Power Query text of a JSON object on stdin; print why each that fails does.
const { DefaultSettings, ResultUtils, TaskUtils } = require("@microsoft/powerquery-parser");

async function main() {
    const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const failed = {};
    for (const [name, text] of Object.entries(texts)) {
        const task = await TaskUtils.tryLexParse(DefaultSettings, text);
        if (!TaskUtils.isParseStageOk(task)) failed[name] = String(task.error?.message ?? task.stage);
    }
    console.log(JSON.stringify(failed));
}

main();
