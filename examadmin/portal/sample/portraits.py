"""Portraits drawn by the program: nobody's face. 295 × 413 pixels on red, as the photo rule asks."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 295, 413, 2
SKINS = ["#f2d3bd", "#eac4a6", "#e3b893", "#f6dcc8", "#d9a982"]
HAIRS = ["#1c1a1a", "#2b211c", "#14161c", "#3a2a22"]
SHIRTS = ["#27477a", "#e9edf2", "#5b6b4d", "#7c3c46", "#33405a", "#8aa0b8"]


def portrait(seed: int, girl: bool) -> bytes:
    """A JPEG; the same seed gives the same picture."""
    pick = random.Random(seed)
    w, h = WIDTH * SCALE, HEIGHT * SCALE
    image = Image.new("RGB", (w, h), "#b3262d")
    draw = ImageDraw.Draw(image)
    skin, hair, shirt = pick.choice(SKINS), pick.choice(HAIRS), pick.choice(SHIRTS)
    cx, cy = w // 2, int(h * 0.44)
    fw, fh = int(w * pick.uniform(0.235, 0.265)), int(h * pick.uniform(0.20, 0.225))
    if girl:
        long = pick.choice([0.9, 1.25, 1.7])
        draw.rounded_rectangle(
            [cx - fw * 1.22, cy - fh * 1.1, cx + fw * 1.22, cy + fh * long],
            int(fw * 0.9),
            fill=hair,
        )
    shoulder = pick.uniform(1.75, 2.05)
    draw.rounded_rectangle(
        [cx - fw * shoulder, h * 0.72, cx + fw * shoulder, h * 1.2], int(fw * 0.8), fill=shirt
    )
    draw.rounded_rectangle([cx - fw * 0.42, cy + fh * 0.6, cx + fw * 0.42, h * 0.78], 40, fill=skin)
    collar = "#ffffff" if shirt != "#e9edf2" else "#9fb3c8"
    for side in (-1, 1):
        draw.polygon(
            [(cx, h * 0.82), (cx + side * fw * 0.75, h * 0.715), (cx + side * fw * 0.45, h * 0.86)],
            fill=collar,
        )
        ear = cx + side * fw * 0.98
        draw.ellipse([ear - 16, cy - 28, ear + 16, cy + 34], fill=skin)
    draw.ellipse([cx - fw, cy - fh, cx + fw, cy + fh], fill=skin)
    fringe = pick.uniform(0.35, 0.62)
    draw.pieslice(
        [cx - fw * 1.06, cy - fh * 1.16, cx + fw * 1.06, cy + fh * 0.7], 180, 360, fill=hair
    )
    draw.ellipse(
        [cx - fw * 0.95, cy - fh * (1.0 - fringe), cx + fw * 0.95, cy + fh * 0.9], fill=skin
    )
    eye_y, gap = cy - fh * 0.02, fw * 0.42
    for side in (-1, 1):
        x = cx + side * gap
        draw.ellipse([x - 17, eye_y - 10, x + 17, eye_y + 10], fill="#fdfcfa")
        draw.ellipse([x - 9, eye_y - 9, x + 9, eye_y + 9], fill="#2a1d18")
        lift = pick.randint(30, 38)
        draw.line([x - 24, eye_y - lift + 4, x + 22, eye_y - lift], fill=hair, width=7)
    if pick.random() < 0.3:
        for side in (-1, 1):
            x = cx + side * gap
            draw.ellipse([x - 34, eye_y - 28, x + 34, eye_y + 28], outline="#30343c", width=5)
        draw.line([cx - gap + 34, eye_y, cx + gap - 34, eye_y], fill="#30343c", width=5)
    draw.line([cx, eye_y + 22, cx - 7, eye_y + 62, cx + 6, eye_y + 66], fill="#c9987a", width=5)
    draw.arc([cx - 30, cy + fh * 0.42, cx + 30, cy + fh * 0.62], 15, 165, fill="#a5564f", width=6)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    image = image.filter(ImageFilter.GaussianBlur(0.4))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
