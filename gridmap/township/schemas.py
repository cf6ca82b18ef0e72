"""Every noun of a township, declared once. Headings are those seen in real ledgers."""

from gridmap.township.schema import Field, Schema

_COUNTS = (
    Field("registered", "integer", "户籍人口", ("户籍人数", "户籍", "户籍人口数")),
    Field("resident", "integer", "常住人口", ("常住人数", "常住", "常住人口数", "人口", "总人口")),
    Field("at_home", "integer", "在家人口", ("在家人数", "在家", "实际在家")),
)
_FORECAST = Field("forecast", "integer", "预测人口", ("预测", "预测人数", "五年预测", "规划人口"))
_CODE = Field("code", "text", "编码", ("代码", "区划代码", "XZQDM", "ZLDWDM", "QSDWDM", "adcode"))
_NAME = Field("name", "text", "名称", ("XZQMC", "ZLDWMC", "QSDWMC"))
_NOTE = Field("note", "text", "备注", ("BZ", "说明"), mask="free_text")


def _village(required: bool = False) -> Field:
    return Field(
        "village", "reference", "村(社区)",
        ("村", "行政村", "社区", "所属村", "村社区", "所属村(社区)", "village_code"),
        required=required, refers_to="villages", refers_by=("code", "name"),
    )  # fmt: skip


def _group() -> Field:
    return Field("group", "reference", "村民小组", ("组别", "小组", "社", "组", "group_code"),
                 refers_to="groups", refers_by=("code", "name"))  # fmt: skip


def _grid() -> Field:
    return Field("grid", "reference", "网格", ("所属网格", "网格编号", "网格编码", "网格名称", "grid_code"),
                 refers_to="grids", refers_by=("code", "name"))  # fmt: skip


def _household() -> Field:
    return Field("household_no", "reference", "户号", ("户编号", "户编码", "家庭编号", "household"),
                 refers_to="households", refers_by=("household_no",))  # fmt: skip


TOWNSHIP = Schema("township", "镇(街道)", "polygon", (_CODE, _NAME), keys=(("name",),))
VILLAGES = Schema("villages", "村(社区)", "polygon", (
    Field("code", "text", "编码", (
        "代码", "村代码", "村编码", "区划代码", "ZLDWDM", "QSDWDM", "XZQDM", "village_code")),
    Field("name", "text", "名称", (
        "村名", "村名称", "村(社区)", "ZLDWMC", "QSDWMC", "XZQMC", "village_name")),
), keys=(("code",), ("name",)))  # fmt: skip
GROUPS = Schema("groups", "村民小组", "polygon", (
    Field("code", "text", "编码", ("代码", "组编码", "ZLDWDM", "group_code")),
    Field("name", "text", "名称", ("组名", "小组名称", "ZLDWMC", "group_name")),
    _village(), *_COUNTS, _FORECAST,
), keys=(("code",), ("village", "name")))  # fmt: skip
GRIDS = Schema("grids", "网格", "polygon", (
    Field("code", "text", "编码", ("代码", "网格编码", "网格编号", "grid_code")),
    Field("name", "text", "名称", ("网格名称", "网格名", "grid_name")),
    _village(),
    Field("enclaves", "flag", "已申报飞地", ("飞地", "插花地")),
    Field("locked", "flag", "锁定"),
    Field("boundary_fixed", "flag", "定界"),
    Field("people_fixed", "flag", "定人"),
    Field("duties_fixed", "flag", "定责"),
    Field("charter_fixed", "flag", "定章"),
    _NOTE,
), keys=(("code",), ("village", "name")))  # fmt: skip
HOUSEHOLDS = Schema("households", "住户", "point", (
    Field("household_no", "text", "户号", ("户编号", "户编码", "家庭编号"), required=True),
    Field("head_name", "text", "户主", ("户主姓名", "户主名"), mask="name"),
    Field("head_id", "text", "户主身份证", ("户主公民身份号码", "户主身份证号"), mask="id_number"),
    _village(), _group(), _grid(),
    Field("address", "text", "住址", ("家庭住址", "居住地址", "现住门(楼)详址", "地址"), mask="address"),
    Field("registered_address", "text", "户籍地址", ("户籍门(楼)详址",), mask="address"),
    Field("phone", "text", "联系电话", ("联系方式", "手机号", "户主联系方式", "电话"), mask="phone"),
    *_COUNTS, _FORECAST,
    _NOTE,
), keys=(("household_no",),))  # fmt: skip
RESIDENTS = Schema("residents", "居民", "none", (
    _household(),
    Field("name", "text", "姓名", ("家庭成员姓名",), required=True, mask="name"),
    Field("id_number", "text", "身份证号", ("身份证号码", "公民身份号码", "身份证"), mask="id_number"),
    Field("relation", "text", "与户主关系", ("家庭关系",)),
    Field("sex", "text", "性别", choices=("男", "女", "")),
    Field("birth_date", "date", "出生日期", ("出生年月", "出生年月日"), mask="health"),
    Field("age", "integer", "年龄"),
    Field("phone", "text", "联系电话", ("联系方式", "手机号"), mask="phone"),
    Field("registered", "flag", "户籍在本镇", ("户籍",)),
    Field("resident", "flag", "常住", ("是否常住",)),
    Field("at_home", "flag", "在家", ("是否在家",)),
    Field("lives_where_registered", "text", "人户一致标识", ("人户一致",), choices=("01", "02", "")),
    Field("left_behind", "flag", "留守", ("留守人员类型", "留守老人"), mask="health"),
    Field("lives_alone", "flag", "独居", ("独居老人",), mask="health"),
    Field("empty_nest", "flag", "空巢", ("空巢老人",), mask="health"),
    Field("aged_80", "flag", "高龄", ("高龄老人",), mask="health"),
    Field("cannot_self_care", "flag", "失能", ("自理能力",), mask="health"),
    Field("destitute", "flag", "特困", ("特困供养", "五保"), mask="health"),
    Field("low_income", "flag", "低保", ("低保户", "低保对象"), mask="health"),
    Field("disabled", "flag", "残疾", ("优抚残疾",), mask="health"),
    Field("health", "text", "健康状况", mask="health"),
    Field("carer_name", "text", "照护人", ("家庭主要成员姓名",), mask="name"),
    Field("carer_relation", "text", "与照护人关系", ("与留守人员关系",)),
    Field("carer_phone", "text", "照护人电话", ("家庭主要成员联系方式",), mask="phone"),
    Field("away_place", "text", "外出务工地", mask="address"),
    Field("away_since", "date", "外出日期"),
    _NOTE,
), keys=(("id_number",), ("household_no", "name")))  # fmt: skip
STAFF = Schema("staff", "干部队伍", "none", (
    Field("staff_no", "text", "工号", ("编号",)),
    Field("name", "text", "姓名", required=True, mask="name"),
    Field("sex", "text", "性别", choices=("男", "女", "")),
    Field("birth_date", "date", "出生日期", ("出生年月",), mask="health"),
    Field("age", "integer", "年龄"),
    Field("education", "text", "学历"),
    Field("party_member", "flag", "党员", ("政治面貌",)),
    Field("service_years", "integer", "任职年限", ("工作年限",)),
    Field("local_talent", "flag", "本土人才"),
    Field("returned_entrepreneur", "flag", "返乡创业"),
    Field("title", "text", "职务", ("岗位",)),
    Field("phone", "text", "联系电话", ("手机号",), mask="phone"),
    _village(),
), keys=(("staff_no",), ("name",)))  # fmt: skip
ASSIGNMENTS = Schema("assignments", "任职", "none", (
    Field("staff", "reference", "人员", ("姓名", "工号"), required=True,
          refers_to="staff", refers_by=("staff_no", "name")),
    Field("role", "text", "角色", required=True),
    _village(), _grid(),
    Field("full_time", "flag", "专职"),
    Field("since", "date", "起始日期"),
), keys=(("staff", "role", "village", "grid"),))  # fmt: skip
POSITIONS = Schema("positions", "实时位置", "point", (
    Field("staff", "reference", "人员", ("姓名", "工号", "队员", "name", "patrol_no"), required=True,
          mask="name", refers_to="staff", refers_by=("staff_no", "name")),
    Field("at", "moment", "时间", ("定位时间", "上报时间", "time", "happened_at", "ended_at"), required=True),
    Field("source", "text", "来源", ("设备",)),
), keys=(("staff", "at"),))  # fmt: skip
ORGANISATIONS = Schema("organisations", "组织", "none", (
    Field("kind", "text", "类别", required=True),
    Field("name", "text", "名称", required=True),
    _village(), _group(), _grid(),
    Field("members", "integer", "人数"),
), keys=(("kind", "name", "village", "group", "grid"),))  # fmt: skip
INCIDENTS = Schema("incidents", "事件", "point", (
    Field("incident_no", "text", "事件编号", ("编号",)),
    Field("title", "text", "标题", required=True, mask="free_text"),
    Field("content", "text", "内容", ("反馈内容",), mask="free_text"),
    Field("category", "text", "事件类别", ("矛盾纠纷类型",)),
    Field("level", "text", "级别", choices=("micro", "small", "big", "")),
    Field("urgency", "text", "紧急程度", choices=("P1", "P2", "P3", "")),
    Field("status", "text", "状态", ("矛盾纠纷状态",)),
    Field("happened_at", "moment", "发生时间"),
    Field("accepted_at", "moment", "受理时间"),
    Field("finished_at", "moment", "办结时间"),
    Field("place", "text", "发生地点", mask="address"),
    Field("source", "text", "上报来源"),
    Field("unit", "text", "责任单位"),
    Field("handler", "text", "负责人员", mask="name"),
    Field("settled_at_level", "text", "办结层级", choices=("grid", "village", "town", "district", "")),
    Field("restricted", "flag", "限制公开"),
    _village(), _group(), _grid(),
), keys=(("incident_no",), ("title", "happened_at")))  # fmt: skip
INCIDENT_STEPS = Schema("incident_steps", "事件步骤", "none", (
    Field("incident", "reference", "事件", ("事件编号",), required=True,
          refers_to="incidents", refers_by=("incident_no",)),
    Field("verb", "text", "步骤", required=True),
    Field("stage", "text", "原状态"),
    Field("at", "moment", "时间", required=True),
    Field("who", "text", "经办人", mask="name"),
    Field("reason", "text", "原因或结果", mask="free_text"),
    Field("handler", "text", "负责人员", mask="name"),
    Field("evidence", "text", "办结依据", mask="free_text"),
    Field("called_back", "flag", "已回访"),
    Field("level", "text", "级别", choices=("micro", "small", "big", "")),
), keys=(("incident", "at", "verb"),))  # fmt: skip
ALARM_STEPS = Schema("alarm_steps", "告警记录", "none", (
    Field("alarm", "text", "告警", required=True),
    Field("state", "text", "状态", required=True),
    Field("at", "moment", "时间", required=True),
    Field("who", "text", "经办人", mask="name"),
    Field("until", "moment", "搁置到"),
    Field("reason", "text", "原因", mask="free_text"),
), keys=(("alarm", "at", "state"),))  # fmt: skip
PATROLS = Schema("patrols", "巡防", "line", (
    Field("patrol_no", "text", "巡防编号", ("编号",)),
    Field("team", "text", "巡防队"),
    _village(), _group(),
    Field("started_at", "moment", "开始时间"),
    Field("ended_at", "moment", "结束时间"),
    Field("members", "text", "巡防队员", mask="name"),
    Field("member_count", "integer", "队员人数"),
    Field("route", "text", "路线"),
    Field("problem", "text", "发现问题", mask="free_text"),
    Field("handling", "text", "处理情况", mask="free_text"),
    Field("handed_to_police", "flag", "是否移交派出所"),
    _NOTE,
), keys=(("patrol_no",), ("village", "group", "started_at")))  # fmt: skip
VISITS = Schema("visits", "走访", "none", (
    _household(),
    Field("visited_at", "moment", "走访时间", ("走访日期",), required=True),
    Field("visitor", "reference", "走访人", ("走访人员",), refers_to="staff", refers_by=("staff_no", "name")),
    Field("tier", "text", "走访等级", choices=("high", "key", "general", "")),
    Field("content", "text", "走访内容", mask="free_text"),
), keys=(("household_no", "visited_at", "visitor"),))  # fmt: skip
ROLL_CALLS = Schema("roll_calls", "点名", "polygon", (
    Field("name", "text", "名称", required=True),
    Field("begun_at", "moment", "开始时间", required=True),
    Field("ended_at", "moment", "结束时间"),
), keys=(("name",),))  # fmt: skip
ROLL_CALL_ENTRIES = Schema("roll_call_entries", "点名记录", "none", (
    Field("roll_call", "reference", "点名", required=True, refers_to="roll_calls", refers_by=("name",)),
    _household(),
    Field("result", "text", "结果", choices=("reached", "moved", "no_answer", "refused", "")),
    Field("at", "moment", "时间", ("记录时间",)),
    Field("by", "text", "记录人", mask="name"),
    Field("note", "text", "备注", mask="free_text"),
), keys=(("roll_call", "household_no", "at"),))  # fmt: skip
PLACES = Schema("places", "场所", "point", (
    Field("name", "text", "名称", required=True),
    Field("kind", "text", "类别", choices=("shelter", "clinic", "school", "office", "other", "")),
    Field("address", "text", "地址"),
    Field("capacity", "integer", "容量"),
    Field("phone", "text", "联系电话", mask="phone"),
    _village(),
), keys=(("name", "kind"),))  # fmt: skip
ROADS = Schema("roads", "道路", "line", (
    Field("road_no", "text", "道路编号", ("编号",)),
    Field("name", "text", "名称"),
    Field("grade", "text", "等级", choices=("main", "side", "path", "")),
), keys=(("road_no",),))  # fmt: skip
WATERS = Schema("waters", "水系", "line", (Field("name", "text", "名称"), Field("grade", "text", "等级")))
HEIGHTS = Schema("heights", "高程点", "point", (
    Field("height", "real", "高程", ("海拔", "高度", "高程值", "elevation", "elev", "z"), required=True),
))  # fmt: skip
RIDGES = Schema("ridges", "山脊", "line", (Field("name", "text", "名称", ("山名",)),))
HAZARDS = Schema("hazards", "隐患区", "polygon", (
    Field("name", "text", "名称"), Field("kind", "text", "类别"),
), keys=(("name",),))  # fmt: skip
NEIGHBOURS = Schema(
    "neighbours", "邻区", "polygon", (_CODE, Field("name", "text", "名称")), keys=(("name",),)
)

SCHEMAS: dict[str, Schema] = {
    schema.name: schema
    for schema in (
        TOWNSHIP, VILLAGES, GROUPS, GRIDS, HOUSEHOLDS, RESIDENTS, STAFF, ASSIGNMENTS, POSITIONS,
        ORGANISATIONS, INCIDENTS, INCIDENT_STEPS, ALARM_STEPS, PATROLS, VISITS, ROLL_CALLS,
        ROLL_CALL_ENTRIES, PLACES, ROADS, WATERS, RIDGES, HEIGHTS, HAZARDS, NEIGHBOURS,
    )
}  # fmt: skip
"""Every table of a township by name, in the order in which an import fills them."""

NEVER_IMPORTED = ("宗教信仰", "宗教", "religion", "政治面貌(居民)", "兵役状况", "服役情况",
                  "military_status", "political_status")  # fmt: skip
"""Columns dropped, and said so, in a ledger of ordinary people (TOWNSHIP.md section 5)."""
