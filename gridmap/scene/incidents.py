"""What may be said of incidents to everyone in the room.

A title is free text of whoever wrote it, so it is said only when it is one of the ordinary words
below; otherwise the wall and the masked screens say the category.
"""

PLAIN_TITLES = frozenset((
    "道路中断", "道路塌方", "道路积水", "桥梁受损", "交通事故", "树木倒伏", "水管漏水", "停水", "停电",
    "燃气泄漏", "路灯不亮", "线路老化", "井盖缺失", "火情", "火灾", "山林火情", "秸秆焚烧", "江水漫堤",
    "山洪", "河道堵塞", "山体滑坡", "山坡出现裂缝", "房屋受损", "垃圾清运不及时", "农药包装物乱扔",
    "污水外溢", "占道经营", "噪音扰民", "犬只伤人", "老人跌倒", "跌倒", "溺水", "走失",
))  # fmt: skip


def public_title(title: str, category: str) -> str:
    """``title`` if it is an ordinary word, else ``category`` ('' when there is none)."""
    return title if title in PLAIN_TITLES else category
