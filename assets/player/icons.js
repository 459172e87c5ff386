// Inline drawings, 24 x 24, in the colour of the text.

const draw = (path) => `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="currentColor">${path}</svg>`;

export const ICONS = {
  play: draw('<path d="M7 4.5v15l12-7.5z"/>'),
  pause: draw('<path d="M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z"/>'),
  start: draw('<path d="M5 5h2.6v14H5zM19 5v14L8.6 12z"/>'),
  back: draw('<path d="M15.5 5v14L6 12z"/><path d="M16.8 5H19v14h-2.2z"/>'),
  forward: draw('<path d="M8.5 5v14L18 12z"/><path d="M5 5h2.2v14H5z"/>'),
  loop: draw('<path d="M17 2.5 21.5 7 17 11.5V8.6H7.6A2.6 2.6 0 0 0 5 11.2V13H2.4v-1.8A5.2 5.2 0 0 1 7.6 6H17zM7 21.5 2.500 17 7 12.500v2.900h9.400a2.600 2.600 0 0 0 2.600-2.600V11h2.600v1.800a5.200 5.200 0 0 1-5.200 5.200H7z"/>'),
  share: draw('<path d="M12 1.800 17.300 7l-1.800 1.800-2.300-2.200V15h-2.400V6.600L8.500 8.800 6.700 7zM4 11h4v2.400H6.400v6.200h11.200v-6.200H16V11h4v11H4z"/>'),
  undo: draw('<path d="M8 4 2.500 9.500 8 15v-3.600h5.500a4 4 0 0 1 0 8H9V22h4.500a6.600 6.600 0 0 0 0-13.200H8z"/>'),
  redo: draw('<path d="m16 4 5.500 5.500L16 15v-3.600h-5.500a4 4 0 0 0 0 8H15V22h-4.500a6.600 6.600 0 0 1 0-13.200H16z"/>'),
  running: draw('<path d="M12 2a10 10 0 1 0 10 10h-2.600A7.400 7.400 0 1 1 12 4.600zM10.700 6.500v6.100l4.900 2.900 1.300-2.200-3.600-2.100V6.500zM15 2.700l-.7 2.500 2.300 1.100 1.500-2.100z"/>'),
  draw: draw('<path d="m3 17.300 11-11 3.700 3.700-11 11H3zM15.300 5l2-2a1.600 1.600 0 0 1 2.300 0L21 4.400a1.600 1.600 0 0 1 0 2.300l-2 2z"/>'),
  beside: draw('<path d="M3 4h18v7H3zm2.300 2.200v2.600h13.400V6.200zM3 13h18v7H3zm2.300 2.200v2.600h13.400v-2.600z"/>'),
};
