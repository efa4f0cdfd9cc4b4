"""``python -m etl``: demo, check, load, undo, status, plan check|new|schema. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from pathlib import Path

from database import DatabaseProblem, locate
from database.logs import log_defect, set_up_logging
from etl.problems import NothingDone
from etl.progress import Progress
from etl.results import LoadResult
from rules.packs import DEFAULT_PLAN, PlanError, load_plan, plan_ids
from rules.problems import BrokenPack

DONE, DEFECT, NOTHING = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives its exit code (0 done, 1 a defect, 2 nothing done, 3 done with refusals)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    set_up_logging()
    try:
        return options.run(options)
    except (NothingDone, DatabaseProblem, PlanError) as error:
        print(error, file=sys.stderr)
        return NOTHING
    except KeyboardInterrupt:
        print("已中断，什么也没有改动", file=sys.stderr)
        return NOTHING
    except Exception as error:  # noqa: BLE001 - the last resort of a command: logged with an id, told, exit 1
        print(f"程序出错，已有数据未受影响。编号 {log_defect(error)}，详情见日志", file=sys.stderr)
        return DEFECT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="五色看板数据接入")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: object | None, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text)
        sub.set_defaults(run=run)
        return sub

    demo = command("demo", _demo, "写出演示数据文件")
    _plan_option(demo)
    demo.add_argument("--out", type=Path, required=True)
    demo.add_argument("--seed", type=int, default=20240301)
    demo.add_argument("--scale", type=float, default=1.0)
    for name, run, text in (("check", _check, "核对文件，不存储"), ("load", _load, "核对并载入文件")):
        sub = command(name, run, text)
        _plan_option(sub)
        _database_option(sub)
        _load_options(sub, is_check=run is _check)
    undoing = command("undo", _undo, "撤销一次载入，台账回到那次载入以前")
    _plan_option(undoing)
    _database_option(undoing)
    undoing.add_argument("--load", type=int, metavar="N", help="第几次载入；不写则撤销最近一次")
    undoing.add_argument("--reason", default="", help="为什么撤销，记入载入记录")
    undoing.add_argument("--who", default="", help="经办人；不写则取 WUSE_USER 或登录名")
    undoing.add_argument("--progress-file", type=Path)
    undoing.add_argument("--json", action="store_true")
    ensure = command("ensure", _ensure, "还没有数据库时，写出并载入演示数据")
    _plan_option(ensure)
    _database_option(ensure)
    ensure.add_argument("--progress-file", type=Path)
    for name, run, text in (
        ("recover", _recover, "数据文件损坏时，退回上一代完好的数据"),
        ("backup", _backup, "把数据、各期和案头记录存成一个备份文件"),
        ("restore", _restore, "从备份文件恢复"),
    ):
        sub = command(name, run, text)
        _plan_option(sub)
        _database_option(sub)
        if name == "backup":
            sub.add_argument("--out", type=Path, required=True, help="备份文件，如 备份-2026-11-22.zip")
        elif name == "restore":
            sub.add_argument("file", type=Path, metavar="FILE.zip")
            sub.add_argument("--replace", action="store_true", help="已有数据库时：旧的改名留在旁边")
    again = command("rebuild", _rebuild, "按现在的方案包重新汇总，不载入文件")
    _plan_option(again)
    _database_option(again)
    publishing = command("publish", _publish, "发布一个月：此后这一期的数字不再改动")
    _plan_option(publishing)
    _database_option(publishing)
    publishing.add_argument("--month", required=True, help="YYYY-MM")
    publishing.add_argument("--reason", default="", help="再次发布、数字有变动时必填")
    publishing.add_argument("--who", default="", help="谁发布的；缺省为 WUSE_USER 或登录名")
    publishing.add_argument("--progress-file", type=Path)
    publishing.add_argument("--json", action="store_true")
    status = command("status", _status, "数据库的现状")
    _plan_option(status)
    _database_option(status)
    status.add_argument("--json", action="store_true")
    actions = command("plan", None, "核对方案包、新建方案包").add_subparsers(required=True, metavar="action")
    checking = actions.add_parser("check", help="核对方案包，一次列出全部错误")
    checking.set_defaults(run=_plan_check)
    checking.add_argument("plans", nargs="*", metavar="PLAN", help="编号或目录；不写则核对全部")
    starting = actions.add_parser("new", help="写出一个带说明的方案包骨架")
    starting.set_defaults(run=_plan_new)
    starting.add_argument("id", metavar="ID", help="方案编号，如 my-city")
    starting.add_argument("--out", type=Path, help="方案目录，默认 data/plans/ID；不能是已有的目录")
    schemas = actions.add_parser("schema", help="写出方案包各文件的 JSON Schema")
    schemas.set_defaults(run=_plan_schema)
    schemas.add_argument("--out", type=Path, help="目录，默认 docs/schema")
    return parser


def _plan_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", default=os.environ.get("WUSE_PLAN") or DEFAULT_PLAN)


def _database_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", type=Path)


def _load_options(parser: argparse.ArgumentParser, is_check: bool) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="对核对时所提问题的回答（JSON）")
    parser.add_argument("--office", default="", metavar="CODE", help="报送单位的代码，用于全部文件")
    parser.add_argument("--who", default="", help="经办人；不写则取 WUSE_USER 或登录名")
    parser.add_argument(
        "--expect", type=Path, metavar="FILE", help="核对过的文件及其 SHA-256（JSON）；不符则什么也不做"
    )
    parser.add_argument("--progress-file", type=Path)
    parser.add_argument("--rejects", type=Path, metavar="DIR", help="把退回表（CSV 和 XLSX）写到这个目录")
    if is_check:
        parser.add_argument("--preview", type=Path, metavar="FILE", help="把载入后会有的变动写成一个小数据库")
    parser.add_argument("paths", type=Path, nargs="+")


def _demo(options: argparse.Namespace) -> int:
    from etl.demo import write_demo

    if options.scale <= 0:
        raise NothingDone(f"--scale 应大于 0，实为 {options.scale}")
    plan = load_plan(options.plan)
    try:
        files = write_demo(plan, options.out, options.seed, options.scale, progress=Progress().step)
    except OSError as error:
        raise NothingDone(
            f"写不进目录 {options.out}（{error.strerror}）。请检查路径、权限和剩余空间"
        ) from error
    for file in files:
        print(file)
    return DONE


def _check(options: argparse.Namespace) -> int:
    return _load(options, keep=False)


def _load(options: argparse.Namespace, keep: bool = True) -> int:
    from etl.load import DEMO_MARK, load_files
    from etl.load_options import options_of

    plan = load_plan(options.plan)
    progress = Progress(options.progress_file)
    chosen = options_of(plan, options)
    result = load_files(plan, locate(plan.id, options.db), options.paths, progress, keep=keep, options=chosen)
    if options.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
    else:
        _print_result(result, keep)
    if keep and result.is_demo and not all(DEMO_MARK in Path(file.file).name for file in result.files):
        print(
            "注意：这个数据库里有演示数据，所示数字都标“演示数据”。真实数据请用 --db 另建一个库",
            file=sys.stderr,
        )
    for file in result.files:
        if file.status == "refused":
            print(f"{file.file}：{file.message}", file=sys.stderr)
    return result.exit_code


def _print_result(result: LoadResult, keep: bool) -> None:
    for file in result.files:
        if file.status == "refused":
            continue
        line = (
            f"{file.file}  {file.table}  行 {file.rows_in:,} = 新收 {file.accepted:,} + 未变 {file.unchanged:,}"
            f" + 被取代 {file.superseded:,} + 退回 {file.rejected:,}（另略过 {file.skipped:,} 行）"
        )
        print(line + "".join(f"  退回表 {name}" for name in (file.rejects_file, file.rejects_book) if name))
        for reject in file.rejects_sample:
            print(f"  第 {reject['row']} 行：{reject['message']}")
        for text in (file.message, *file.remarks, *(str(question["text"]) for question in file.questions)):
            if text:
                print(f"  {text}")
    if result.exit_code == NOTHING:
        return
    verb = "载入" if keep else "核对（未存储）"
    print(
        f"{verb}：行 {result.rows_in:,} = 新收 {result.accepted:,}（其中变更 {result.changed:,}）"
        f" + 未变 {result.unchanged:,} + 被取代 {result.superseded:,} + 退回 {result.rejected:,}"
    )


def _undo(options: argparse.Namespace) -> int:
    from etl.undo import undo

    plan = load_plan(options.plan)
    progress = Progress(options.progress_file)
    done = undo(plan, locate(plan.id, options.db), progress.step, options.load, options.reason, options.who)
    if options.json:
        print(json.dumps(done.as_json(), ensure_ascii=False, indent=1))
    else:
        print(
            f"已撤销第 {done.load_id} 次载入（{'、'.join(done.files)}）：撤下 {done.removed:,} 行，"
            f"恢复 {done.restored:,} 行；台账回到这次载入以前"
        )
    return DONE


def _ensure(options: argparse.Namespace) -> int:
    from etl.start import ensure

    plan = load_plan(options.plan)
    ensure(plan, locate(plan.id, options.db), Progress(options.progress_file))
    return DONE


def _recover(options: argparse.Namespace) -> int:
    from etl.recover import recover

    plan = load_plan(options.plan)
    print(recover(plan, locate(plan.id, options.db)))
    return DONE


def _backup(options: argparse.Namespace) -> int:
    from etl.backup import back_up

    plan = load_plan(options.plan)
    print(back_up(plan, locate(plan.id, options.db), options.out, Progress().step))
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from etl.restore import restore

    plan = load_plan(options.plan)
    print(restore(plan, locate(plan.id, options.db), options.file, options.replace, Progress().step))
    return DONE


def _rebuild(options: argparse.Namespace) -> int:
    from etl.load import rebuild

    plan = load_plan(options.plan)
    print(rebuild(plan, locate(plan.id, options.db), Progress().step))
    return DONE


def _publish(options: argparse.Namespace) -> int:
    from etl.publish import print_release, publish

    plan = load_plan(options.plan)
    step = Progress(options.progress_file).step
    found = publish(plan, locate(plan.id, options.db), options.month, options.reason, options.who, step)
    print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else print_release(found))
    return DONE


def _status(options: argparse.Namespace) -> int:
    from etl.status import describe_database

    plan = load_plan(options.plan)
    found = describe_database(plan, locate(plan.id, options.db))
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for key, value in found.items():
            print(
                f"{key}: {json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value}"
            )
    return DONE


def _plan_check(options: argparse.Namespace) -> int:
    from etl.plan_commands import check, describe

    code = DONE
    for name in options.plans or plan_ids():
        try:
            plan = check(name)
        except BrokenPack as error:
            print(error, file=sys.stderr)
            print(
                f"{name}：共 {len(error.problems)} 处错误，没有载入 / mistakes, nothing loaded",
                file=sys.stderr,
            )
            code = NOTHING
        except PlanError as error:
            print(error, file=sys.stderr)
            code = NOTHING
        else:
            print(describe(plan))
    return code


def _plan_new(options: argparse.Namespace) -> int:
    from etl.plan_commands import new

    print(new(options.id, options.out))
    return DONE


def _plan_schema(options: argparse.Namespace) -> int:
    from etl.plan_commands import SCHEMAS, write_schemas

    for path in write_schemas(options.out or SCHEMAS):
        print(path)
    return DONE


if __name__ == "__main__":
    logging.captureWarnings(True)
    sys.exit(main())
