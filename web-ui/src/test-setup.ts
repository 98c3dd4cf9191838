import { startTexts } from "./lib/texts";

startTexts();
