import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

/** Draws the still picture that the demo's background walks along: a bottle and a cup on a table by a window. */
const width = 1440;
const height = 2560;
const tableTop = 1880;
const target = fileURLToPath(new URL('../../assets/demo/product.webp', import.meta.url));

type Stop = readonly [at: number, colour: string];

function vertical(pen: SKRSContext2D, from: number, to: number, stops: readonly Stop[]) {
  const gradient = pen.createLinearGradient(0, from, 0, to);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  return gradient;
}

function horizontal(pen: SKRSContext2D, from: number, to: number, stops: readonly Stop[]) {
  const gradient = pen.createLinearGradient(from, 0, to, 0);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  return gradient;
}

function drawWall(pen: SKRSContext2D): void {
  pen.fillStyle = vertical(pen, 0, tableTop, [
    [0, '#f3d9c2'],
    [1, '#e6b795'],
  ]);
  pen.fillRect(0, 0, width, tableTop);
  pen.save();
  pen.filter = 'blur(26px)';
  pen.fillStyle = 'rgba(255, 246, 228, 0.75)';
  for (const [x, y] of [
    [700, 120],
    [1010, 120],
    [700, 640],
    [1010, 640],
  ] as const) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 270, y + 60);
    pen.lineTo(x + 270, y + 520);
    pen.lineTo(x, y + 460);
    pen.fill();
  }
  pen.restore();
}

function drawTable(pen: SKRSContext2D): void {
  pen.fillStyle = vertical(pen, tableTop, height, [
    [0, '#b0764a'],
    [0.06, '#c98d5e'],
    [1, '#8d5631'],
  ]);
  pen.fillRect(0, tableTop, width, height - tableTop);
  pen.strokeStyle = 'rgba(90, 48, 20, 0.16)';
  for (let line = 0; line < 26; line++) {
    const y = tableTop + 24 + line * line * 1.05;
    pen.lineWidth = 1 + line * 0.16;
    pen.beginPath();
    pen.moveTo(0, y);
    pen.bezierCurveTo(
      width * 0.3,
      y + 9 * Math.sin(line),
      width * 0.6,
      y - 12 * Math.cos(line * 2),
      width,
      y + 6,
    );
    pen.stroke();
  }
}

function drawShadow(pen: SKRSContext2D, x: number, y: number, radiusX: number, radiusY: number): void {
  pen.save();
  pen.filter = 'blur(24px)';
  pen.fillStyle = 'rgba(60, 25, 8, 0.5)';
  pen.beginPath();
  pen.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
  pen.fill();
  pen.restore();
}

function drawBottle(pen: SKRSContext2D): void {
  const [left, right, top, bottom] = [500, 880, 980, 2080] as const;
  drawShadow(pen, 760, bottom - 6, 300, 46);
  pen.fillStyle = horizontal(pen, left, right, [
    [0, '#0f4a45'],
    [0.16, '#1f8377'],
    [0.3, '#7fd3c4'],
    [0.42, '#2a9384'],
    [0.78, '#14665d'],
    [1, '#0a3733'],
  ]);
  pen.beginPath();
  pen.moveTo(left, 1230);
  pen.bezierCurveTo(left, 1090, 590, 1090, 600, top + 20);
  pen.lineTo(780, top + 20);
  pen.bezierCurveTo(790, 1090, right, 1090, right, 1230);
  pen.lineTo(right, bottom - 50);
  pen.bezierCurveTo(right, bottom + 14, left, bottom + 14, left, bottom - 50);
  pen.fill();
  drawCap(pen, top);
  drawLabel(pen, left, right);
}

function drawCap(pen: SKRSContext2D, top: number): void {
  pen.fillStyle = horizontal(pen, 585, 795, [
    [0, '#2c2420'],
    [0.28, '#8d7f76'],
    [0.45, '#4a3f39'],
    [1, '#1c1613'],
  ]);
  pen.beginPath();
  pen.roundRect(585, top - 170, 210, 200, 34);
  pen.fill();
}

function drawLabel(pen: SKRSContext2D, left: number, right: number): void {
  pen.save();
  pen.beginPath();
  pen.rect(left, 1440, right - left, 330);
  pen.clip();
  pen.fillStyle = horizontal(pen, left, right, [
    [0, '#c9bda8'],
    [0.3, '#fffaf0'],
    [0.75, '#f0e4cf'],
    [1, '#a99a82'],
  ]);
  pen.fillRect(left, 1440, right - left, 330);
  pen.fillStyle = '#1f8377';
  pen.beginPath();
  pen.moveTo(690, 1500);
  pen.bezierCurveTo(790, 1610, 770, 1710, 690, 1710);
  pen.bezierCurveTo(610, 1710, 590, 1610, 690, 1500);
  pen.fill();
  pen.restore();
}

function drawCup(pen: SKRSContext2D): void {
  drawShadow(pen, 1130, 2172, 190, 34);
  pen.strokeStyle = '#e8ded2';
  pen.lineWidth = 34;
  pen.beginPath();
  pen.ellipse(1265, 2040, 66, 74, 0, -1.4, 1.5);
  pen.stroke();
  pen.fillStyle = horizontal(pen, 960, 1260, [
    [0, '#cfc3b4'],
    [0.3, '#ffffff'],
    [1, '#b9aa98'],
  ]);
  pen.beginPath();
  pen.moveTo(960, 1920);
  pen.lineTo(1260, 1920);
  pen.bezierCurveTo(1250, 2120, 1220, 2178, 1110, 2178);
  pen.bezierCurveTo(1000, 2178, 970, 2120, 960, 1920);
  pen.fill();
  pen.fillStyle = '#5b3014';
  pen.beginPath();
  pen.ellipse(1110, 1920, 146, 30, 0, 0, 2 * Math.PI);
  pen.fill();
}

const canvas = createCanvas(width, height);
const pen = canvas.getContext('2d');
drawWall(pen);
drawTable(pen);
drawBottle(pen);
drawCup(pen);
await writeFile(target, await canvas.encode('webp', 84));
