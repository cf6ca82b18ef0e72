"""The page itself in Qt WebEngine. Importing this module loads WebEngine: only a window does."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

_OFF = (
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
    QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
)


class Gate(QWebEngineUrlRequestInterceptor):
    """Lets one file through, and pictures carried inside it; refuses and counts all else."""

    def __init__(self, only: QUrl, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._only = only
        self.passed = 0
        self.blocked = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt's name
        """Decide on one request."""
        url = info.requestUrl()
        if url == self._only:
            self.passed += 1
        elif url.scheme() != "data":
            self.blocked += 1
            info.block(True)


class OnePage(QWebEnginePage):
    """A page that goes nowhere else: links and scripts cannot leave the file."""

    def __init__(self, only: QUrl, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self._only = only
        for attribute in _OFF:
            self.settings().setAttribute(attribute, False)

    def acceptNavigationRequest(  # noqa: N802 - Qt's name
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, _main: bool
    ) -> bool:
        """Whether the page may show ``url``."""
        return QUrl(url).toLocalFile() == self._only.toLocalFile()


class PageView(QWebEngineView):
    """One local file, shown with nothing remembered and nothing fetched."""

    died = Signal()
    """The page's process ended by itself."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address = QUrl.fromLocalFile(str(path.resolve()))
        profile = QWebEngineProfile()  # no name: off the record, nothing reaches the disk
        self.gate = Gate(self._address, profile)
        profile.setUrlRequestInterceptor(self.gate)
        self._page = OnePage(self._address, profile, self)
        profile.setParent(self)  # after the page, so that Qt deletes the page before its profile
        self.setPage(self._page)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._page.renderProcessTerminated.connect(self._ended)

    def open(self) -> None:
        """Load the file, by its address: texts given to ``setHtml`` may not exceed 2 MB."""
        self.load(self._address)

    def _ended(self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        if status != QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self.died.emit()
