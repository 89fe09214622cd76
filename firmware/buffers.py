"""The two large buffers, taken before anything else is loaded: later no piece of the heap is long enough."""

SCREEN_WIDTH_PX = 320
SCREEN_HEIGHT_PX = 240
FRAME_WIDTH_PX = 320
FRAME_HEIGHT_PX = 240

screen = bytearray(SCREEN_WIDTH_PX * SCREEN_HEIGHT_PX // 2)  # 16 colours, two pixels a byte
frame = bytearray(FRAME_WIDTH_PX * FRAME_HEIGHT_PX)  # 8-bit grey
