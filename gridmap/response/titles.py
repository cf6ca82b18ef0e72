"""The ordinary kinds of incident: their titles, what they are filed under, and the words that tell of them.

A title is free text of whoever wrote it, so it is said to everyone in the room only when it is one of the
ordinary ones here; otherwise the wall and the masked screens say the category.
"""

from collections.abc import Iterable

from gridmap.township.value import dataclass


@dataclass(frozen=True)
class Kind:
    """One ordinary kind. ``words`` are alternatives, a part of each may be separated by ``+``: all have to
    stand in the message. ``restricted`` cases are never shown as points, nor their titles."""

    title: str
    category: str
    urgency: str
    words: tuple[str, ...]
    restricted: bool = False


def _kinds() -> Iterable[Kind]:
    for title, category, urgency, words in (
        ("溺水", "安全隐患", "P1", "溺水 落水 掉河里 掉水里 掉塘"),
        ("燃气泄漏", "安全隐患", "P1", "燃气+漏 天然气+漏 煤气+漏 液化气+漏 燃气味"),
        ("老人跌倒", "特殊人群", "P1", "跌倒 摔倒 摔伤 摔了 绊倒 晕倒 昏倒 昏迷"),
        ("山林火情", "安全隐患", "P1", "山火 林火 山+起火 林+着火"),
        ("秸秆焚烧", "安全隐患", "P2", "秸秆 烧草 烧荒"),
        ("火情", "安全隐患", "P1", "起火 着火 失火 火灾 冒烟 火情"),
        ("交通事故", "道路交通", "P1", "车祸 撞车 撞人 翻车 交通事故"),
        ("江水漫堤", "防汛", "P1", "漫堤 涨水 进水 洪水 内涝"),
        ("山洪", "防汛", "P1", "山洪"),
        ("山体滑坡", "地质灾害", "P1", "滑坡 垮山 泥石流"),
        ("山坡出现裂缝", "地质灾害", "P2", "裂缝 开裂"),
        ("走失", "特殊人群", "P1", "走失 走丢 找不到人 失踪"),
        ("独居老人失联", "特殊人群", "P2", "失联 联系不上 没人接 无人接听 敲门没人"),
        ("道路塌方", "道路交通", "P2", "塌方 垮塌 落石"),
        ("桥梁受损", "道路交通", "P2", "桥+断 桥+垮 桥+坏"),
        ("道路积水", "道路交通", "P2", "路+积水 路+淹"),
        ("道路中断", "道路交通", "P2", "道路中断 路+断 路+堵 不能通行 过不去 倒伏 树倒"),
        ("房屋受损", "安全隐患", "P2", "房+垮 房+塌 墙+倒 危房 屋顶+掀"),
        ("停电", "民生服务", "P2", "停电 断电 没电"),
        ("线路老化", "安全隐患", "P3", "电线 线路+老化 线路+裸露"),
        ("犬只伤人", "安全隐患", "P2", "狗+咬 犬+咬"),
        ("停水", "民生服务", "P3", "停水 断水 没水"),
        ("水管漏水", "民生服务", "P3", "水管 漏水 爆管"),
        ("路灯不亮", "民生服务", "P3", "路灯"),
        ("井盖缺失", "安全隐患", "P3", "井盖"),
        ("污水外溢", "环境卫生", "P3", "污水 化粪池 粪水"),
        ("垃圾清运不及时", "环境卫生", "P3", "垃圾"),
        ("农药包装物乱扔", "环境卫生", "P3", "农药"),
        ("河道堵塞", "环境卫生", "P3", "河道 河沟 沟渠"),
        ("噪音扰民", "矛盾纠纷", "P3", "噪音 太吵 扰民"),
        ("占道经营", "民生服务", "P3", "占道"),
        ("土地边界纠纷", "矛盾纠纷", "P3", "地界 边界 界石 承包地 宅基地"),
        ("邻里纠纷", "矛盾纠纷", "P3", "邻居+吵 邻里 吵架 吵起来 打架 争执 屋檐"),
    ):
        yield Kind(title, category, urgency, tuple(words.split()))
    family = "家暴 打老婆 打媳妇 打孩子 夫妻+打 夫妻+吵 离婚 婆媳 家庭纠纷 婚姻 虐待 猥亵 性侵"
    yield Kind("婚姻家庭纠纷", "矛盾纠纷", "P2", tuple(family.split()), restricted=True)


KINDS = tuple(_kinds())

PLAIN_TITLES = frozenset((
    "道路中断", "道路塌方", "道路积水", "桥梁受损", "交通事故", "树木倒伏", "水管漏水", "停水", "停电",
    "燃气泄漏", "路灯不亮", "线路老化", "井盖缺失", "火情", "火灾", "山林火情", "秸秆焚烧", "江水漫堤",
    "山洪", "河道堵塞", "山体滑坡", "山坡出现裂缝", "房屋受损", "垃圾清运不及时", "农药包装物乱扔",
    "污水外溢", "占道经营", "噪音扰民", "犬只伤人", "老人跌倒", "跌倒", "溺水", "走失",
))  # fmt: skip


def public_title(title: str, category: str) -> str:
    """``title`` if it is an ordinary word, else ``category`` ('' when there is none)."""
    return title if title in PLAIN_TITLES else category


def kind_of(message: str) -> Kind | None:
    """The kind that a message speaks of, None when it names none. What is restricted comes before all
    others, then whatever is most urgent; of equals the one named first here."""
    told = [kind for kind in KINDS if any(_tells(message, word) for word in kind.words)]
    return min(told, key=lambda kind: (not kind.restricted, kind.urgency), default=None)


def kind_named(title: str) -> Kind | None:
    """The ordinary kind with exactly this title."""
    return next((kind for kind in KINDS if kind.title == title), None)


def _tells(message: str, word: str) -> bool:
    return all(part in message for part in word.split("+"))
