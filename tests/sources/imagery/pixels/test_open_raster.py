"""Single files: what is read, and one reason for each that cannot be."""

import resource
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from rasterio.errors import RasterioIOError
from rasterio.windows import Window

from servanda.errors import SourceError
from servanda.records import Obstacle
from servanda.sources.imagery.pixels.open_raster import band_names, grid_of, opened_raster
from servanda.sources.imagery.pixels.timeouts import Timeouts
from servanda.sources.imagery.pixels.windows import read_window
from servanda.sources.network.guard import NetworkGuard
from servanda.sources.network.guarded_gate import guarded_gate
from tests.sources.imagery.scenes import CRS, NORTH, WEST, write_tiff
from tests.sources.imagery.servers import Server, serving


def read_all(href: str | Path) -> tuple[np.ndarray, np.ndarray]:
    with opened_raster(str(href)) as dataset:
        return read_window(dataset, None, range(1, dataset.count + 1))


def header_only(path: Path, size: int) -> Path:
    """A TIFF header of size x size bytes in one strip a row, and not one pixel."""
    entries = [
        (256, 4, 1, size), (257, 4, 1, size), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, 1, 10_000), (277, 3, 1, 1), (278, 4, 1, size), (279, 4, 1, size * size % 2**32),
    ]  # fmt: skip
    body = struct.pack("<H", len(entries))
    for tag, kind, count, value in entries:
        body += struct.pack("<HHII", tag, kind, count, value)
    path.write_bytes(b"II*\0" + struct.pack("<I", 8) + body + b"\0\0\0\0")
    return path


def test_a_geotiff_gives_its_pixels_grid_and_names(tmp_path: Path) -> None:
    pixels = np.arange(2 * 70 * 90, dtype=np.uint16).reshape(2, 70, 90)
    path = write_tiff(tmp_path / "a.tif", pixels, names=("B04", "B08"))
    with opened_raster(str(path)) as dataset:
        got, obstacles = read_window(dataset, Window(10, 20, 30, 40), (2, 1))
        grid, names = grid_of(dataset), band_names(dataset)
    np.testing.assert_array_equal(got, pixels[::-1, 20:60, 10:40])
    assert not obstacles.any()
    assert (grid.rows, grid.columns, grid.crs) == (70, 90, CRS)
    assert grid.transform == (10.0, 0.0, WEST, 0.0, -10.0, NORTH)
    assert names == ("B04", "B08")


def test_an_envi_file_without_ending_is_read_by_its_header(shared_dir: Path) -> None:
    folder = shared_dir / "data" / "imagery" / "taizhou_tm_2000_2003"
    pixels, obstacles = read_all(folder / "2000TM")
    raw = np.fromfile(folder / "2000TM", np.uint8).reshape(6, 400, 400)
    np.testing.assert_array_equal(pixels, raw)
    assert not obstacles.any()


@pytest.mark.parametrize("nodata", [None, 7.0])
def test_nan_infinity_and_no_data_are_obstacles_in_every_band(
    tmp_path: Path, nodata: float | None
) -> None:
    pixels = np.full((2, 64, 64), 3.0, np.float32)
    pixels[0, 0, :3] = (np.nan, np.inf, -np.inf)
    pixels[1, 5, 5] = 7.0
    got, obstacles = read_all(write_tiff(tmp_path / "a.tif", pixels, nodata=nodata))
    assert (obstacles[0, :3] == Obstacle.INVALID).all()
    assert obstacles[5, 5] == (Obstacle.CLEAR if nodata is None else Obstacle.NO_DATA)
    assert np.isnan(got[:, obstacles != Obstacle.CLEAR]).all()
    assert np.isfinite(got[:, obstacles == Obstacle.CLEAR]).all()


def test_blocks_that_a_file_leaves_out_are_no_data_and_not_zeros(tmp_path: Path) -> None:
    pixels = np.zeros((1, 128, 128), np.uint16)
    pixels[0, :64, :64] = 9
    path = write_tiff(tmp_path / "a.tif", pixels, sparse_ok=True)
    _, obstacles = read_all(path)
    assert (obstacles[:64, :64] == Obstacle.CLEAR).all()
    assert (obstacles[64:] == Obstacle.NO_DATA).all()
    assert (obstacles[:, 64:] == Obstacle.NO_DATA).all()


@given(
    top=st.integers(0, 99), left=st.integers(0, 99),
    height=st.integers(1, 100), width=st.integers(1, 100),
)  # fmt: skip
def test_a_window_is_that_part_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, top: int, left: int, height: int, width: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "whole.tif"
    if not path.exists():
        pixels = np.random.default_rng(1).integers(0, 5, (1, 100, 100)).astype(np.uint8)
        pixels[0, 64:, :64] = 0
        write_tiff(path, pixels, nodata=4, sparse_ok=True)
    whole, hidden = read_all(path)
    height, width = min(height, 100 - top), min(width, 100 - left)
    with opened_raster(str(path)) as dataset:
        part, obstacles = read_window(dataset, Window(left, top, width, height), [1])
    inside = slice(top, top + height), slice(left, left + width)
    np.testing.assert_array_equal(part[0], whole[0][inside])
    np.testing.assert_array_equal(obstacles, hidden[inside])


def test_a_truncated_tiff_is_named_as_damaged(tmp_path: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 9_999, (1, 256, 256)).astype(np.uint16)
    path = write_tiff(tmp_path / "a.tif", pixels, compress="deflate")
    for share in (0.02, 0.5, 0.9):
        cut = tmp_path / "cut.tif"
        cut.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        with pytest.raises(SourceError, match=r"cut\.tif: is damaged or cut off .*; get it again"):
            read_all(cut)


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"\xff\xd8\xff\xe0", "is a JPEG picture"),
        (b"<VRTDataset", "is a VRT"),
        (b"<html>", "is a page of HTML"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x00\x01\x02\x03", "is neither a GeoTIFF nor an ENVI file"),
        (b"", "is neither a GeoTIFF nor an ENVI file"),
    ],
)
def test_other_formats_named_tif_are_told_by_their_bytes(
    tmp_path: Path, start: bytes, what: str
) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(start)
    with pytest.raises(SourceError, match=what):
        read_all(path)


def test_a_header_over_no_data_costs_no_memory(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceError):
        read_all(header_only(tmp_path / "strip.tif", 100_000))
    path = tmp_path / "tiles.tif"
    write_sparse(path, 100_000)
    with opened_raster(str(path)) as dataset:
        _, obstacles = read_window(dataset, Window(70_000, 70_000, 100, 100), [1])
    assert (obstacles == Obstacle.NO_DATA).all()
    with pytest.raises(SourceError, match="would need 40,000 MB of memory"):
        read_all(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def write_sparse(path: Path, size: int) -> None:
    import rasterio

    with rasterio.open(
        path, "w", driver="GTiff", height=size, width=size, count=1, dtype="uint8", tiled=True,
        blockxsize=4096, blockysize=4096, sparse_ok=True, crs=CRS,
        transform=rasterio.Affine(10, 0, WEST, 0, -10, NORTH),
    ):  # fmt: skip
        pass


def test_an_envi_file_shorter_than_its_header_says_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.img").write_bytes(b"\x01" * 9_000)
    (tmp_path / "a.hdr").write_text(
        "ENVI\nsamples = 100\nlines = 100\nbands = 1\nheader offset = 0\n"
        "file type = ENVI Standard\ndata type = 1\ninterleave = bsq\nbyte order = 0\n"
    )
    with pytest.raises(SourceError, match=r"ends after 9,000 bytes where .* 10,000"):
        read_all(tmp_path / "a.img")


def test_files_beside_a_geotiff_are_not_opened(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", np.ones((1, 64, 64), np.uint8))
    empty = "<VRTDataset rasterXSize='64' rasterYSize='64'><VRTRasterBand dataType='Byte'/>"
    (tmp_path / "a.tif.msk").write_text(f"{empty}</VRTDataset>")
    _, obstacles = read_all(path)
    assert not obstacles.any()


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.tif")
    for name, why in (("no.tif", "does not exist"), ("pipe.tif", "not a regular file"),
                      (".", "not a regular file")):  # fmt: skip
        with pytest.raises(SourceError, match=why):
            read_all(tmp_path / name)
    with pytest.raises(SourceError, match="is behind s3://, which is not read"):
        read_all("s3://bucket/a.tif")


def test_a_window_outside_and_a_band_that_is_not_there_are_refused(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", np.ones((1, 64, 64), np.uint8))
    with opened_raster(str(path)) as dataset:
        with pytest.raises(SourceError, match="window is not inside"):
            read_window(dataset, Window(60, 0, 10, 10), [1])
        with pytest.raises(SourceError, match="has no band 2"):
            read_window(dataset, None, [2])


def test_a_window_over_http_costs_a_small_part_of_the_file(web: Server, hasty: Timeouts) -> None:
    pixels = np.random.default_rng(3).integers(0, 60_000, (1, 2048, 2048)).astype(np.uint16)
    path = write_tiff(web.folder / "a.tif", pixels, blockxsize=256, blockysize=256)
    with opened_raster(f"{web.url}/a.tif", hasty) as dataset:
        got, _ = read_window(dataset, Window(1000, 1000, 50, 50), [1])
    np.testing.assert_array_equal(got[0], pixels[0, 1000:1050, 1000:1050])
    assert web.sent < path.stat().st_size / 8


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/gone.tif", r"is not there any more \(status 404\)"),
        ("/500.tif", r"its server failed \(status 500\)"),
        ("/hang", "its server gave no answer in 1 s"),
        ("/page.tif", "is a page of HTML or XML"),
    ],
)
def test_each_failure_of_a_server_has_one_reason(
    web: Server, hasty: Timeouts, path: str, why: str
) -> None:
    (web.folder / "page.tif").write_text("<html>please log in</html>")
    with pytest.raises(SourceError, match=why) as caught, opened_raster(web.url + path, hasty):
        pass
    assert len(web.requests) == 1
    assert "\n" not in str(caught.value)


def test_a_server_without_ranges_is_refused_before_the_file_is_fetched(
    web_without_ranges: Server, hasty: Timeouts
) -> None:
    server = web_without_ranges
    write_tiff(server.folder / "a.tif", np.ones((1, 512, 512), np.uint16))
    with (
        pytest.raises(SourceError, match=r"sends only whole files .*; download the file"),
        opened_raster(f"{server.url}/a.tif", hasty),
    ):
        pass
    assert len(server.requests) == 1


def test_a_signature_in_a_url_is_not_told(web: Server, hasty: Timeouts) -> None:
    with (
        pytest.raises(SourceError) as caught,
        opened_raster(f"{web.url}/gone.tif?sig=secret", hasty),
    ):
        pass
    assert "secret" not in str(caught.value)


def test_gdal_is_led_nowhere_inside_by_a_redirect(
    web: Server, tmp_path: Path, hasty: Timeouts
) -> None:
    """GDAL follows redirects itself: they pass the gate, and another port is another host."""
    write_tiff(web.folder / "red.tif", np.ones((1, 70, 90), np.uint16))
    with serving(tmp_path / "web") as other:
        only = replace(hasty, guard=NetworkGuard(frozenset({f"127.0.0.1:{web.server_address[1]}"})))
        with (
            pytest.raises(SourceError, match="is on port"),
            opened_raster(f"{other.url}/red.tif", only),
        ):
            pass
        with opened_raster(f"{web.url}/red.tif", only) as dataset:
            assert dataset.read(1).shape
        with guarded_gate(only.guard, 1.0) as gate, rasterio.Env(GDAL_HTTP_PROXY=gate.proxy):
            with pytest.raises(RasterioIOError):
                rasterio.open(f"/vsicurl/{other.url}/red.tif")
            assert gate.refusals
        assert other.requests == []
